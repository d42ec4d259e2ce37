import assert from "node:assert/strict";
import type postgres from "postgres";
import { createClock } from "../base/clock.ts";
import { createLog } from "../base/log.ts";
import { testDatabase } from "../dev/test_database.ts";
import { drainAll } from "./drain.ts";
import { drained, id, log, type Shop, smallShop, withShop } from "./views_testing.ts";
import { areViewsMissing, refreshViews, views, viewsToRefresh } from "./views.ts";

async function inShop(setup: string, work: (shop: Shop) => Promise<void>): Promise<void> {
  await using database = await testDatabase();
  await withShop(database.url, setup, work);
}

const rowsOf = async (sql: postgres.Sql, view: string) =>
  (await sql`select v.* from ${sql(view)} v order by 1`.values()).map((row) => [...row]);

const day = (text: string) => new Date(`${text}T00:00:00Z`);

Deno.test("the views hold what the aggregates and the names add up to", () =>
  inShop(smallShop, async ({ pool, sql }) => {
    assert.equal(await refreshViews({ pool, log }, "all"), 3 + 3 + 4);
    assert.deepEqual(await rowsOf(sql, "mv_daily_sales"), [
      [day("2024-01-30"), 3, 40, 40 / 3, 2],
      [day("2024-02-02"), 1, 5, 5, 1],
      [day("2024-02-03"), 0, -4, null, 0],
    ]);
    assert.deepEqual(await rowsOf(sql, "mv_product_performance"), [
      [id(11), "Arc", id(1), 3, 6, 35, 10, 25],
      [id(12), "Beam", null, 1, 0, 6, 0, 0],
      [id(13), "Unsold", null, 0, 0, 0, 0, 0],
    ]);
    assert.deepEqual(await rowsOf(sql, "mv_customer_segments"), [
      [id(21), "Ada", "Premium", 3, 35, 35 / 3, day("2024-01-30"), day("2024-02-02"), 10, 25, 5, 5, 5],
      [id(22), "Bo", null, 1, 9, 9, day("2024-01-30"), day("2024-01-30"), 0, 0, 3, 3, 3],
      [id(23), "Returns", null, 0, -4, null, null, null, 0, 0, null, null, null],
      [id(24), "New", "New", 0, 0, null, null, null, 0, 0, null, null, null],
    ]);
  }));

Deno.test("a refresh follows what was changed and removed since the last one", () =>
  inShop(smallShop, async ({ pool, sql }) => {
    await refreshViews({ pool, log }, "all");
    await sql.unsafe(`
      delete from agg_order_daily where day = '2024-02-02';
      delete from agg_activity_daily where day = '2024-02-02';
      delete from agg_product_monthly where product_id = '${id(12)}';
      delete from products where id = '${id(13)}';
      update products set name = 'Arch', category_id = null where id = '${id(11)}';
      delete from agg_customer_daily where customer_id in ('${id(21)}', '${id(23)}');
      delete from customers where id = '${id(21)}';
      update customers set segment = 'Regular' where id = '${id(22)}';
      ${drained(2)}`);
    assert.equal(await refreshViews({ pool, log }, "all"), 2 + 2 + 3);
    assert.deepEqual((await rowsOf(sql, "mv_daily_sales")).map(([date]) => date), [
      day("2024-01-30"),
      day("2024-02-03"),
    ]);
    assert.deepEqual(await rowsOf(sql, "mv_product_performance"), [
      [id(11), "Arch", null, 3, 6, 35, 10, 25],
      [id(12), "Beam", null, 0, 0, 0, 0, 0],
    ]);
    assert.deepEqual(await rowsOf(sql, "mv_customer_segments"), [
      [id(22), "Bo", "Regular", 1, 9, 9, day("2024-01-30"), day("2024-01-30"), 0, 0, 5, 5, 5],
      [id(23), "Returns", null, 0, 0, null, null, null, 0, 0, null, null, null],
      [id(24), "New", "New", 0, 0, null, null, null, 0, 0, null, null, null],
    ]);
  }));

const fromOrders = {
  mv_daily_sales: `
    select day, count(*) filter (where not is_return), sum(revenue),
      sum(revenue) / nullif(count(*) filter (where not is_return), 0),
      count(distinct customer_id) filter (where not is_return)
    from (select *, day_of(order_date, 'Asia/Kathmandu') as day from completed_orders) o group by day`,
  mv_product_performance: `
    select p.id, p.name, p.category_id, count(distinct order_id) filter (where not is_return), coalesce(sum(units), 0),
      coalesce(sum(revenue), 0), coalesce(sum(costed_revenue) - sum(cost), 0), coalesce(sum(costed_revenue), 0)
    from products p left join completed_lines l on l.product_id = p.id group by p.id`,
  mv_customer_segments: `
    with lines as (select customer_id, sum(costed_revenue) as costed, sum(cost) as cost from completed_lines group by 1)
    select c.id, c.name, c.segment, count(o.id) filter (where not is_return), coalesce(sum(revenue), 0),
      sum(revenue) / nullif(count(o.id) filter (where not is_return), 0),
      min(day) filter (where not is_return), max(day) filter (where not is_return),
      coalesce(min(costed) - min(cost), 0), coalesce(min(costed), 0)
    from customers c
    left join (select *, day_of(order_date, 'Asia/Kathmandu') as day from completed_orders) o on o.customer_id = c.id
    left join lines l on l.customer_id = c.id
    group by c.id`,
};

Deno.test("after a drain the views equal the orders", () =>
  inShop("", async ({ pool, sql }) => {
    await sql.unsafe(`
      insert into products (name, selling_price) select 'P' || i, 10 from generate_series(1, 6) i;
      insert into customers (name) select 'C' || i from generate_series(1, 20) i;
      insert into orders (order_date, customer_id, total_amount, status)
        select '2024-01-01'::timestamptz + i * interval '7 hours', (select id from customers where name = 'C' || i % 23),
          case when i % 9 = 0 then -3 else i % 50 end, case when i % 13 = 0 then 'cancelled' else 'completed' end
        from generate_series(1, 400) i;
      insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
        select o.id, o.order_date, p.id, sign(total_amount + 0.5) * n, 3, sign(total_amount + 0.5) * 3 * n,
          case when p.name = 'P1' then null else 2 end
        from orders o, generate_series(1, 2) n join products p on p.name = 'P' || 2 * n - 1
        where total_amount <> 7`);
    await drainAll(pool, { timeZone: "Asia/Kathmandu", weekStart: 1, clock: createClock() });
    assert.equal(await refreshViews({ pool, log }, "all"), 117 + 6 + 20);
    for (const view of views) {
      const columns = view === "mv_customer_segments" ? withoutScores : "*";
      const held = `select ${columns} from ${view}`;
      const [differing] = await sql.unsafe(`select count(*)::integer as rows from (
        (${held} except (${fromOrders[view]})) union all ((${fromOrders[view]}) except ${held})) d`);
      assert.equal(differing?.rows, 0, view);
    }
  }));

const withoutScores =
  "customer_id, name, segment, order_count, total_spent, avg_order_value, first_order_date, " +
  "last_order_date, total_profit, costed_revenue";

const scores: readonly { readonly values: readonly number[]; readonly scores: readonly number[] }[] = [
  { values: [7], scores: [5] },
  { values: [2, 1], scores: [5, 3] },
  { values: [3, 2, 1], scores: [5, 4, 2] },
  { values: [5, 4, 3, 2, 1], scores: [5, 4, 3, 2, 1] },
  { values: [6, 5, 4, 3, 2, 1], scores: [5, 5, 4, 3, 2, 1] },
  { values: [7, 6, 5, 4, 3, 2, 1], scores: [5, 5, 4, 3, 3, 2, 1] },
  { values: [10, 9, 8, 7, 6, 5, 4, 3, 2, 1], scores: [5, 5, 4, 4, 3, 3, 2, 2, 1, 1] },
  // Equals on both sides of a cut go with the better side; whoever follows them stays where they would be without ties.
  { values: [3, 3, 3, 3, 3], scores: [5, 5, 5, 5, 5] },
  { values: [9, 9, 3, 2, 1], scores: [5, 5, 3, 2, 1] },
  { values: [9, 3, 3, 3, 1], scores: [5, 4, 4, 4, 1] },
  { values: [9, 1, 1, 1, 1], scores: [5, 4, 4, 4, 4] },
  { values: [9, 9, 9, 9, 1], scores: [5, 5, 5, 5, 1] },
  { values: [9, 8, 8, 8, 8, 8, 8, 8, 8, 1], scores: [5, 5, 5, 5, 5, 5, 5, 5, 5, 1] },
];

Deno.test("recency, frequency and monetary scores are fifths in which equals share the better one", () =>
  inShop("", async ({ pool, sql }) => {
    await sql.unsafe(`
      insert into customers (id, name) select ('00000000-0000-4000-8000-' || lpad(i::text, 12, '0'))::uuid, 'C' || i
      from generate_series(1, 12) i;
      ${drained(1)}`);
    for (const { values, scores: expected } of scores) {
      const rows = values.map((value, n) =>
        `('${id(n + 1)}', date '2024-01-01' + ${value}, ${value}, ${value}, 0, 0, 0)`
      );
      // A later day of returns alone is no activity; a customer with nothing else has no scores, and moves nobody's.
      await sql.unsafe(`
        delete from agg_customer_daily;
        insert into agg_customer_daily (customer_id, day, orders, revenue, line_revenue, costed_revenue, cost)
        values ${rows.join()}, ('${id(1)}', '2025-01-01', 0, 0, 0, 0, 0),
          ('${id(12)}', '2025-01-01', 0, 100, 0, 0, 0);`);
      await refreshViews({ pool, log }, "all");
      const found = await sql`select recency_score as r, frequency_score as f, monetary_score as m
        from mv_customer_segments order by customer_id`;
      const none = Array.from({ length: 12 - values.length }, () => null);
      for (const score of ["r", "f", "m"]) {
        assert.deepEqual(found.map((row) => row[score]), [...expected, ...none], `${score} of ${values}`);
      }
    }
  }));

Deno.test("an empty shop has empty views, and aggregates that are not complete leave them alone", () =>
  inShop("", async ({ pool, sql }) => {
    await sql`insert into products (name, selling_price) values ('Arc', 10)`;
    assert.equal(await refreshViews({ pool, log }, "all"), 0);
    assert.equal((await sql`select 1 from view_state`).length, 0);

    await sql.unsafe(drained(1));
    const [started] = await sql`select clock_timestamp()::text as now`;
    assert.equal(await refreshViews({ pool, log }, "all"), 1);
    const states = await sql`
      select s.name, s.generation, s.time_zone, s.epoch = p.epoch as same_epoch,
        s.refreshed_at between ${started?.now}::timestamptz and clock_timestamp() as now
      from view_state s, precompute_state p order by s.name`;
    const rest = { generation: 1, time_zone: "UTC", same_epoch: true, now: true };
    assert.deepEqual([...states], [...views].sort().map((name) => ({ name, ...rest })));

    await sql`update precompute_state set as_of = null`;
    await sql`delete from products`;
    assert.equal(await refreshViews({ pool, log }, "all"), 0);
    assert.equal((await sql`select 1 from mv_product_performance`).length, 1);
  }));

Deno.test("a view that took more than a minute the last time is left out of a light refresh", () =>
  inShop(smallShop, async ({ pool, sql }) => {
    const lines: string[] = [];
    const written = createLog({ write: (line) => lines.push(line) });
    const generations = () => sql`select generation from view_state order by name`.values();
    await refreshViews({ pool, log }, "light");
    await sql`update view_state set took_ms = case name when 'mv_customer_segments' then 60001 else 60000 end`;
    await sql.unsafe(drained(2));
    assert.equal(await refreshViews({ pool, log: written }, "light"), 3 + 3);
    assert.deepEqual((await generations()).flat(), [1, 2, 2]);
    assert.match(lines.join(""), /"heavy":\["mv_customer_segments"\]/);
    assert.equal(await refreshViews({ pool, log }, "all"), 10);
    assert.deepEqual((await generations()).flat(), [2, 2, 2]);
  }));

const smallViews = {
  mv_rfm_scores:
    `select recency_score, frequency_score, monetary_score, count(*), sum(total_spent), sum(order_count)
    from mv_customer_segments where order_count > 0 group by 1, 2, 3 order by 1, 2, 3`,
  mv_customer_ranks: `select 1::bigint, customer_id, total_spent
    from mv_customer_segments where order_count > 0 order by total_spent desc limit 1`,
  mv_customer_counts: `select segment, count(*) from mv_customer_segments group by 1 order by 1`,
};

Deno.test("the small views are of what their view holds, and of nothing newer", () =>
  inShop(smallShop, async ({ pool, sql }) => {
    const held = async () => {
      for (const [view, expected] of Object.entries(smallViews)) {
        const rows = (await sql.unsafe(expected).values()).map((row) => [...row]);
        assert.deepEqual(await rowsOf(sql, view), rows, view);
      }
      return await rowsOf(sql, "mv_rfm_scores");
    };
    await refreshViews({ pool, log }, "all");
    assert.deepEqual(await held(), [[3, 3, 3, 1, 9, 1], [5, 5, 5, 1, 35, 3]]);
    await sql.unsafe(`
      update agg_customer_daily set revenue = 100, orders = 7 where customer_id = '${id(22)}' and orders > 0;
      update customers set segment = null where id = '${id(24)}';
      update view_state set took_ms = 60001 where name = 'mv_customer_segments';
      ${drained(2)}`);
    await refreshViews({ pool, log }, "light");
    assert.deepEqual(await held(), [[3, 3, 3, 1, 9, 1], [5, 5, 5, 1, 35, 3]]);
    await refreshViews({ pool, log }, "all");
    assert.deepEqual(await held(), [[3, 5, 5, 1, 99, 7], [5, 3, 3, 1, 35, 3]]);
  }));

Deno.test("views are missing from the end of a build to their first refresh, and so they are after one for another zone", () =>
  inShop("", async ({ pool, sql }) => {
    assert.equal(await areViewsMissing(pool, "refresh"), false);
    await sql.unsafe(smallShop);
    assert.equal(await areViewsMissing(pool, "refresh"), true);
    await refreshViews({ pool, log }, "light");
    assert.equal(await areViewsMissing(pool, "refresh"), false);

    await sql`update precompute_state set time_zone = 'Asia/Kathmandu', as_of = null`;
    assert.equal(await areViewsMissing(pool, "refresh"), false);
    await sql`update precompute_state set as_of = '2024-03-02Z'`;
    // Even one that takes long: what it holds are days of another zone.
    await sql`update view_state set took_ms = 60001 where name = 'mv_daily_sales'`;
    assert.equal(await areViewsMissing(pool, "refresh"), true);
    assert.equal(await refreshViews({ pool, log }, "light"), 10);
    assert.equal(await areViewsMissing(pool, "refresh"), false);

    await sql`delete from view_state where name = 'mv_customer_segments'`;
    assert.equal(await areViewsMissing(pool, "refresh"), true);
  }));

const hours = [
  ["2024-06-01T02:59:59.999Z", "UTC", "light"],
  ["2024-06-01T03:00:00Z", "UTC", "all"],
  ["2024-06-01T04:59:59.999Z", "UTC", "all"],
  ["2024-06-01T05:00:00Z", "UTC", "light"],
  ["2024-06-01T03:30:00Z", "America/New_York", "light"],
  ["2024-06-01T07:00:00Z", "America/New_York", "all"],
  ["2024-05-31T21:15:00Z", "Asia/Kathmandu", "all"],
  // The night on which the clock skips the hour before.
  ["2024-03-10T06:59:59Z", "America/New_York", "light"],
  ["2024-03-10T07:00:00Z", "America/New_York", "all"],
] as const;

for (const [instant, zone, expected] of hours) {
  Deno.test(`at ${instant} a shop in ${zone} has its views refreshed: ${expected}`, () => {
    assert.equal(viewsToRefresh(Temporal.Instant.from(instant), zone), expected);
  });
}
