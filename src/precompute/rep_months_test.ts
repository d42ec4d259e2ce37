/** Months of sales reps by segment, which follow from their days. */
import assert from "node:assert/strict";
import { assertRight, drained, rowsOf, withShop } from "./drain_testing.ts";
import { withOlderDatabase } from "./upgrade_testing.ts";

const months = `select month::text, (select name from sales_representatives where id = sales_rep_id) as rep,
  customer_segment as segment, revenue::float8, orders from agg_order_monthly order by 1, 2, 3`;

Deno.test("a month follows its days: whoever else an order is of, and whatever is left of it", () =>
  withShop(async (stage) => {
    const held = async () => (await rowsOf(stage, months)).map((row) => Object.values(row).join(" "));
    const steps: readonly (readonly [string, readonly string[]])[] = [
      [
        `insert into orders (id, order_date, total_amount, sales_rep_id, customer_segment) values
          (id('a'), '2024-01-31T12:00Z', 1, id('rep'), 'Gold'), (id('b'), '2024-02-01T12:00Z', 2, id('rep'), 'Gold'),
          (id('c'), '2024-02-29T12:00Z', 4, id('rep'), null), (id('d'), '2024-02-29T12:00Z', 8, null, 'Gold')`,
        ["2024-01-01 Rep Gold 1 1", "2024-02-01 Rep Gold 2 1", "2024-02-01 Rep  4 1", "2024-02-01  Gold 8 1"],
      ],
      [
        "update orders set sales_rep_id = id('lead') where id in (id('b'), id('d'))",
        ["2024-01-01 Rep Gold 1 1", "2024-02-01 Lead Gold 10 2", "2024-02-01 Rep  4 1"],
      ],
      // Returns alone: a month without an order.
      [
        "update orders set customer_segment = 'New', total_amount = -total_amount where id in (id('a'), id('c'))",
        ["2024-01-01 Rep New -1 0", "2024-02-01 Lead Gold 10 2", "2024-02-01 Rep New -4 0"],
      ],
      ["delete from orders where id in (id('a'), id('b'))", [
        "2024-02-01 Lead Gold 8 1",
        "2024-02-01 Rep New -4 0",
      ]],
      [
        "select touch_range('2024-02-01', '2024-03-01'); update orders set sales_rep_id = null where id = id('d')",
        ["2024-02-01 Rep New -4 0", "2024-02-01  Gold 8 1"],
      ],
    ];
    for (const [write, expected] of steps) {
      await stage.a.unsafe(write);
      assert.deepEqual((await drained(stage)).failures, []);
      assert.deepEqual(await held(), expected, write);
      await assertRight(stage);
    }
  }));

Deno.test("days that were drained before the upgrade are in their months after it", () =>
  withOlderDatabase("0018", async ({ sql, upgrade }) => {
    await sql`insert into agg_order_daily
        (day, sales_rep_id, customer_segment, revenue, line_revenue, costed_revenue, cost, orders, units)
      select day::date, null, segment, 1, 2, 3, 4, 5, 6
      from generate_series('2024-01-30'::timestamp, '2024-02-02', interval '1 day') day
      cross join unnest('{Gold,null}'::text[]) segment`;
    await upgrade();
    const rows =
      await sql`select month::text, sales_rep_id, customer_segment, revenue::float8, line_revenue::float8,
        costed_revenue::float8, cost::float8, orders, units::float8
      from agg_order_monthly order by month, customer_segment`;
    assert.deepEqual(
      rows.map((row) => Object.values(row)),
      ["2024-01-01", "2024-02-01"].flatMap((month) =>
        ["Gold", null].map((segment) => [month, null, segment, 2, 4, 6, 8, 10, 12])
      ),
    );
  }));
