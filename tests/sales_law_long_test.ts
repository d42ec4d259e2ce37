/** The overview, trends and right now: whichever lane answers says what the orders say, under every filter and cut. */
import assert from "node:assert/strict";
import postgres from "postgres";
import type { Analytics } from "../src/analytics/analytics.ts";
import type { Answer } from "../src/analytics/answer.ts";
import { type Filter, noFilter } from "../src/analytics/filter.ts";
import { salesOverview } from "../src/analytics/overview.ts";
import { type Calendar, type Comparison, type Period, type Span, spanOf } from "../src/analytics/period.ts";
import type { Metric } from "../src/analytics/question.ts";
import { realtimeMetrics } from "../src/analytics/realtime.ts";
import { salesTrends } from "../src/analytics/trends.ts";
import { createPool } from "../src/db/pool.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import type { Catalogue } from "./any_question.ts";
import { readCatalogue } from "./fields_law.ts";
import { analyticsOver, buildAggregates, fillShop, last } from "./lanes_law.ts";

const metrics: readonly Metric[] = ["REVENUE", "ORDERS", "CUSTOMERS", "AOV", "PROFIT", "UNITS"];

type Part = "none" | "parties" | "product" | "products" | "both";

function filtersOf({ products, categories, salesReps }: Catalogue): readonly (readonly [Part, Filter])[] {
  const [rep, other] = [salesReps.slice(0, 1), salesReps.slice(1, 3)];
  return [
    ["none", noFilter],
    ["parties", { ...noFilter, regions: ["West", null] }],
    ["parties", { ...noFilter, salesRepIds: [...other, null], segments: ["Gold", null] }],
    ["parties", { ...noFilter, segments: [] }],
    ["product", { ...noFilter, productIds: products.slice(2, 3) }],
    ["product", { ...noFilter, productIds: products.slice(0, 1), categoryIds: [null] }],
    ["products", { ...noFilter, productIds: products.slice(1, 5) }],
    ["products", { ...noFilter, categoryIds: [categories.at(-1) ?? null, null] }],
    ["both", { ...noFilter, salesRepIds: rep, categoryIds: categories }],
  ];
}

interface Asked {
  readonly name: string;
  readonly lane: string;
  ask(analytics: Analytics): Promise<Answer<unknown>>;
}

// The lane table of docs/ARCHITECTURE.md.
function overviews(span: Span, part: Part, filter: Filter): readonly Asked[] {
  const anyOf = (parts: readonly Part[]) => parts.includes(part) ? "AGGREGATE" : "DIRECT";
  return [
    { orders: true, customers: true, lane: anyOf(["none"]) },
    { orders: true, customers: false, lane: anyOf(["none", "parties", "product"]) },
    { orders: false, customers: false, lane: anyOf(["none", "parties", "product", "products"]) },
  ].map(({ lane, ...parts }) => ({
    name: `overview of ${JSON.stringify(parts)}`,
    lane,
    ask: (analytics) => salesOverview(analytics, span, filter, parts),
  }));
}

function trends(span: Span, isByHour: boolean, part: Part, filter: Filter): readonly Asked[] {
  return metrics.map((metric) => {
    const isCount = metric === "ORDERS" || metric === "AOV";
    const isQuick = part === "none" ||
      !isByHour && metric !== "CUSTOMERS" &&
        (part === "parties" || part === "product" || part === "products" && !isCount);
    return {
      name: `trend of ${metric}`,
      lane: isQuick ? "AGGREGATE" : "DIRECT",
      ask: (analytics) => salesTrends(analytics, span, filter, metric),
    };
  });
}

interface Moment {
  readonly timeZone: string;
  readonly now: string;
  readonly spans: readonly (readonly [Period, Comparison, boolean?, string?, string?])[];
}

// Two nights of clock changes, ends that cut hours and days, weeks whose months cut them, and a range that is one hour.
const moments: readonly Moment[] = [
  {
    timeZone: "America/New_York",
    now: "2011-11-06T06:41:07Z",
    spans: [
      ["TODAY", "PREVIOUS_PERIOD", true],
      ["QUARTER", "PREVIOUS_PERIOD"],
      ["YEAR", "PREVIOUS_YEAR"],
      ["CUSTOM", "PREVIOUS_YEAR", false, "2011-09-24T12:30:30Z", "2012-01-01T00:00:00Z"],
      ["CUSTOM", "PREVIOUS_PERIOD", true, "2011-11-05T17:20:00Z", "2011-11-06T12:59:59Z"],
    ],
  },
  {
    timeZone: "Australia/Lord_Howe",
    now: "2011-03-31T22:05:00Z",
    spans: [
      ["MONTH", "PREVIOUS_PERIOD"],
      ["WEEK", "NONE"],
      ["CUSTOM", "PREVIOUS_PERIOD", false, "2011-03-12T13:00:00Z", "2011-04-03T15:10:00Z"],
    ],
  },
];

function questions(
  { now, spans }: Moment,
  calendar: Calendar,
  filters: ReturnType<typeof filtersOf>,
): readonly Asked[] {
  const cut = spans.flatMap(([period, comparison, isByHour = false, from, to]) => {
    const range = from && to
      ? { from: Temporal.Instant.from(from), to: Temporal.Instant.from(to) }
      : undefined;
    const span = spanOf(period, range, Temporal.Instant.from(now), calendar, comparison);
    return filters.flatMap(([part, filter]) =>
      [...overviews(span, part, filter), ...trends(span, isByHour, part, filter)]
        .map((asked) => ({ ...asked, name: `${asked.name} over ${period} with ${JSON.stringify(filter)}` }))
    );
  });
  const realtime = filters.flatMap(([part, filter]): readonly Asked[] => [
    {
      name: `right now with ${JSON.stringify(filter)}`,
      lane: "DIRECT",
      ask: (analytics) => realtimeMetrics(analytics, filter),
    },
    {
      name: `today with ${JSON.stringify(filter)}`,
      lane: part === "none" ? "AGGREGATE" : "DIRECT",
      ask: (analytics) => realtimeMetrics(analytics, filter, "today"),
    },
  ]);
  return [...cut, ...realtime];
}

// In every way that the aggregates may not know of: sold, a product twice in one order, given to others, taken back, cancelled,
// gone, moved to another day.
const changes = `
  insert into orders (order_date, total_amount, customer_id, sales_rep_id, customer_segment)
    select at::timestamptz, amount, c.id, r.id, 'Gold'
    from unnest('{2011-11-06T06:40Z,2011-11-06T05:10Z,2011-03-31T21:30Z,2011-10-01T14:30Z}'::text[],
      '{70.5,33,-12,9}'::numeric[]) o (at, amount)
    cross join (select id from customers order by name limit 1) c
    cross join (select id from sales_representatives order by name limit 1) r;
  insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
    select o.id, o.order_date, p.id, line, 10, 7.77, 1.23456789
    from orders o cross join products p cross join generate_series(1, 2) line
    where o.order_date in ('2011-11-06T06:40Z', '2011-03-31T21:30Z') and p.name in ('P2', 'P10');
  update orders set sales_rep_id = null, customer_segment = 'Basic' where id in (
    select id from orders where status = 'completed' and order_date >= '2011-11-06T00:00Z' order by order_date limit 2);
  update orders set customer_id = (select id from customers order by name desc limit 1) where id in (
    select id from orders where order_date >= '2011-10-30T00:00Z' order by order_date limit 3);
  update orders set status = 'cancelled' where id in (
    select id from orders where status = 'completed' and order_date >= '2011-11-06T01:00Z' order by order_date limit 2);
  update orders set order_date = order_date + interval '31 hours' where id in (
    select id from orders where status = 'completed' and order_date < '2011-03-13T07:00Z' order by order_date desc limit 2);
  update orders set total_amount = -total_amount where id in (
    select id from orders where status = 'completed' and order_date >= '2011-03-20T00:00Z' order by order_date limit 1);
  delete from orders where id in (
    select id from orders where status = 'completed' and order_date >= '2011-04-02T14:00Z' order by order_date limit 2);
  update order_items set unit_cost = 3 where order_date >= '2011-11-06T01:00Z' and order_date < '2011-11-06T03:00Z';`;

for (const moment of moments) {
  const { timeZone } = moment;
  Deno.test(`sales not drained yet come out alike from every lane in ${timeZone}`, async () => {
    await using database = await testDatabase();
    await fillShop(database.url);
    const pool = createPool({ url: database.url, size: 4, deadlineMs: 30_000, name: "test" });
    const calendar: Calendar = { timeZone, weekStart: 7 };
    await buildAggregates(pool, calendar, last);
    const sql = postgres(database.url, { max: 1, onnotice: () => {} });
    await sql.unsafe(changes);
    const [log] = await sql`select count(distinct date_trunc('day', at))::int as days from touched`;
    assert.ok(log?.["days"] > 5);
    await sql.end();
    const { fast, direct } = analyticsOver(pool, calendar, Temporal.Instant.from(moment.now));
    for (
      const { name, lane, ask } of questions(moment, calendar, filtersOf(await readCatalogue(database.url)))
    ) {
      const [quick, slow] = await Promise.all([ask(fast), ask(direct)]);
      assert.deepEqual(quick.value, slow.value, name);
      assert.deepEqual([quick.lane, slow.lane], [lane, "DIRECT"], name);
    }
    await pool.close();
  });
}
