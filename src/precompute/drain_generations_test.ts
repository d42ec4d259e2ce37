/** What a drain notes of itself for those who keep answers: generations, and the epoch they compare within. */
import assert from "node:assert/strict";
import { drained, orders, rowsOf, stateOf, withShop } from "./drain_testing.ts";

const all = [
  "customer_analytics",
  "dashboard_overview",
  "product_insights",
  "realtime_metrics",
  "sales_trends",
];
const inMonths = (tags: readonly string[], ...months: readonly string[]) =>
  Object.fromEntries(tags.map((tag) => [tag, [...months, "infinity"]]));
const everyMonth = (...tags: readonly string[]) => inMonths(tags, "-infinity");

Deno.test("generations are noted by tag and month, by kind of change", () =>
  withShop(async (stage) => {
    await stage.a.unsafe(
      "select place('old', '2024-01-10T15:00Z', 5), place('p', '2024-01-11T15:00Z', 5, 'ada', 'pending')",
    );
    await drained(stage);
    const cases = [
      [orders(2), inMonths(all, "2024-01-01")],
      // The evening before in the shop.
      ["select place('late', '2024-02-01T03:00Z', 5)", inMonths(all, "2024-01-01")],
      [orders(1, "2024-02-10") + orders(1, "2024-03-10"), inMonths(all, "2024-02-01", "2024-03-01")],
      [
        "update orders set order_date = '2024-03-01T15:00Z' where id = id('old')",
        inMonths(all, "2024-01-01", "2024-03-01"),
      ],
      ["select add_line('late', 'lamp', 5)", inMonths(all, "2024-01-01")],
      ["update orders set status = 'cancelled' where id = id('late')", inMonths(all, "2024-01-01")],
      ["update orders set total_amount = 6 where id = id('p')", {}],
      ["delete from orders where id = id('late')", inMonths(all, "2024-01-01")],
      ["select touch_range('2024-01-31T12:00Z', '2024-02-02')", inMonths(all, "2024-01-01", "2024-02-01")],
      [
        "update products set name = 'Lantern' where id = id('lamp')",
        everyMonth("dashboard_overview", "product_insights"),
      ],
      ["update products set stock_quantity = 3", {}],
      ["update customers set name = 'Ada L.' where id = id('ada')", everyMonth("customer_analytics")],
      ["insert into categories (name) values ('New')", inMonths(["dashboard_overview", "product_insights"])],
      ["insert into customers (name) values ('Cy')", inMonths(["customer_analytics"])],
      ["update sales_representatives set region = 'North'", everyMonth("dashboard_overview", "sales_trends")],
      ["select touch('shop')", everyMonth(...all)],
      [
        "update customers set name = 'Ada'; select place('new', '2024-02-20T15:00Z', 5)",
        { ...inMonths(all, "2024-02-01"), customer_analytics: ["-infinity", "2024-02-01", "infinity"] },
      ],
    ] as const;
    for (const [write, expected] of cases) {
      await stage.a.unsafe(write);
      const before = (await stateOf(stage)).generation;
      const { generation } = await drained(stage);
      const rows = await rowsOf(
        stage,
        `select tag, array_agg(month::text order by month) as months from generations where generation > ${before} group by 1 order by 1`,
      );
      assert.deepEqual(Object.fromEntries(rows.map(({ tag, months }) => [tag, months])), expected, write);
      assert.equal(generation, Object.keys(expected).length > 0 ? before + 1 : before, write);
    }
  }));

Deno.test("a new epoch begins where another server or database wrote the last one, and nowhere else", () =>
  withShop(async (stage) => {
    const { epoch, lineage } = await stateOf(stage);
    assert.ok(epoch && lineage);
    await stage.a.unsafe(orders(1));
    await drained(stage);
    await drained(stage);
    assert.equal((await stateOf(stage)).epoch, epoch);
    const [timeline, database, table, start] = lineage.split("/");
    const others = [
      ["00000009", database, table, start],
      [timeline, "1", table, start],
      [timeline, database, "1", start],
      [timeline, database, table, "1"],
    ];
    const epochs = new Set([epoch]);
    for (const other of others) {
      await stage.a`update precompute_state set lineage = ${other.join("/")}`;
      await drained(stage);
      const now = await stateOf(stage);
      epochs.add(now.epoch);
      assert.equal(now.lineage, lineage);
    }
    assert.equal(epochs.size, 1 + others.length);
  }));
