import assert from "node:assert/strict";
import { inBuiltShop, repair } from "./repair_testing.ts";
import { isEqual, verifyAggregates } from "./verify.ts";
import { options, unequal } from "./verify_testing.ts";
import { addYears } from "./years_testing.ts";

// One row of each aggregate, corrupted by hand in each way that its constraints let pass.
const corruptions: readonly { readonly name: string; readonly how: string; readonly by: string }[] = [
  ...[
    [
      "agg_hourly_metrics",
      "metric_hour",
      "units",
      "'2024-01-09T03:00:00Z', '2024-01-09T04:00:00Z', 1, 1, 1, 1, 1, 1, 1, 1",
    ],
    ["agg_order_daily", "day", "cost", "'2024-02-01', null, 'none', 1, 1, 1, 1, 1, 1"],
    ["agg_product_daily", "day", "revenue", "'2024-02-01', new_id(), 1, 1, 1, 1, 1"],
    [
      "agg_customer_daily",
      "day",
      "line_revenue",
      "(select id from customers limit 1), '2023-12-05', 1, 1, 1, 1, 1",
    ],
    ["agg_order_monthly", "month", "cost", "'2024-06-01', null, 'none', 1, 1, 1, 1, 1, 1"],
    ["agg_product_monthly", "month", "orders", "'2024-06-01', new_id(), 1, 1, 1, 1, 1"],
    [
      "agg_product_year_to_date",
      "until",
      "units",
      "(select max(until) from years_to_date), new_id(), 1, 1, 1, 1, 1",
    ],
    ["agg_category_daily", "day", "cost", "'2024-06-01', new_id(), 1, 1, 1, 1, 1"],
    ["agg_category_monthly", "month", "times_sold", "'2024-06-01', new_id(), 1, 1, 1, 1, 1"],
    ["agg_activity_daily", "day", "customers", "'2024-02-02', '2019-01-01', 4"],
    ["agg_cohort_monthly", "month", "revenue", "'2019-01-01', '2024-02-01', 4, 4"],
  ].flatMap(([name = "", key, value, row]) => [
    {
      name,
      how: "a wrong value",
      by:
        `update ${name} set ${value} = ${value} + 1 where ctid = (select ctid from ${name} order by ${key} limit 1 offset 2)`,
    },
    {
      name,
      how: "a missing row",
      by: `delete from ${name} where ctid = (select ctid from ${name} order by ${key} desc limit 1)`,
    },
    { name, how: "a surplus row", by: `insert into ${name} values (${row})` },
  ]),
  // A bit each, the last one being nobody's.
  ...["agg_customer_sets_daily", "agg_customer_sets_spans"].flatMap((name) => {
    const one = `ctid = (select ctid from ${name} order by at_least, ${
      name.endsWith("daily") ? "day" : "first_day"
    } desc limit 1)`;
    return [
      {
        name,
        how: "a customer too many",
        by: `update ${name} set customers = set_bit(customers, 16383, 1) where ${one}`,
      },
      {
        name,
        how: "a customer too few",
        by:
          `update ${name} set customers = set_bit(customers, position(B'1' in customers) - 1, 0) where ${one}`,
      },
      {
        name,
        how: "another customer",
        by: `update ${name} set customers = customers >> 1 where ${one}`,
      },
      { name, how: "a missing row", by: `delete from ${name} where ${one}` },
      {
        name,
        how: "a surplus row",
        by: `insert into ${name} values (2, ${
          name.endsWith("daily") ? "" : "'third', "
        }'2024-02-01', 7, customer_bit(3))`,
      },
      { name, how: "nothing left", by: `delete from ${name}` },
    ];
  }),
  {
    name: "agg_customer_sets_daily",
    how: "a customer without a number",
    by:
      "delete from agg_customer_numbers where customer_id = (select customer_id from agg_customer_daily order by day limit 1)",
  },
  {
    name: "agg_product_category",
    how: "another category",
    by: "update agg_product_category set category_id = (select id from categories where name = 'Desk')",
  },
  { name: "agg_product_category", how: "nothing left", by: "delete from agg_product_category" },
  {
    name: "agg_product_category",
    how: "a product that is none",
    by: "insert into agg_product_category select new_id(), id from categories",
  },
  ...[
    ["another day", "prev_day - 1", "prev_day is not null"],
    ["none", "null", "prev_day is not null"],
    ["one too many", "day - 1", "prev_day is null and orders > 0"],
    ["one of a day without an order", "day - 1", "orders = 0"],
  ].map(([how, value, where]) => ({
    name: "agg_customer_daily.prev_day",
    how: `a link to ${how}`,
    by: `update agg_customer_daily set prev_day = ${value}
      where (customer_id, day) = (select customer_id, day from agg_customer_daily where ${where} order by day limit 1)`,
  })),
  {
    name: "agg_customer_daily",
    how: "an order too few",
    by: "update agg_customer_daily set orders = 0 where day = '2024-01-05'",
  },
  { name: "agg_customer_daily", how: "nothing left", by: "delete from agg_customer_daily" },
  { name: "agg_activity_daily", how: "nothing left", by: "delete from agg_activity_daily" },
  {
    name: "agg_hourly_metrics",
    how: "an hour that is none",
    by:
      "update agg_hourly_metrics set metric_hour = metric_hour + interval '7 minutes' where metric_hour = (select max(metric_hour) from agg_hourly_metrics)",
  },
  ...["agg_order_monthly", "agg_product_monthly", "agg_category_monthly", "agg_cohort_monthly"].map((
    name,
  ) => ({
    name,
    how: "a month that is none",
    by:
      `update ${name} set month = month + 14 where ctid = (select ctid from ${name} order by month desc limit 1)`,
  })),
];

Deno.test("a row corrupted by hand is found, told and repaired, in every aggregate", (t) =>
  inBuiltShop(async ({ pool, sql }) => {
    for (const { name, how, by } of corruptions) {
      await t.step(`${name}: ${how}`, async () => {
        await addYears(pool, options);
        await sql.unsafe(by);
        const found = await verifyAggregates(pool);
        const wrong = found.tables.find((table) => table.name === name);
        assert.ok(wrong && !isEqual(wrong), JSON.stringify(unequal(found)));
        assert.ok(wrong.examples.length > 0);
        assert.deepEqual(unequal(await repair(pool, found)), {});
        assert.deepEqual(unequal(await verifyAggregates(pool)), {});
      });
    }
  }));
