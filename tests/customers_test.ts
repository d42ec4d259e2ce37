/** Questions about customers of a shop small enough to count by hand, from each lane. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { type Analytics } from "../src/analytics/analytics.ts";
import { type CustomerSort, listCustomers } from "../src/analytics/customer_list.ts";
import { customerLifetimeValue } from "../src/analytics/lifetime.ts";
import { createLog } from "../src/base/log.ts";
import { createPool } from "../src/db/pool.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import type { GraphqlResult } from "../src/graphql/execute.ts";
import { refreshViews } from "../src/precompute/views.ts";
import { type AskedShop, askedShop } from "./asking.ts";
import { fillCustomersShop, id, last } from "./customers_shop.ts";
import { analyticsOver, buildAggregates } from "./lanes_law.ts";

const now = Temporal.Instant.from("2024-03-15T23:59:59.999Z");
const [ann, bo, cy, never, returner] = [id(1), id(2), id(3), id(4), id(5)];

// Ann's first order of March is of its first instant, Bo's only one of February's last.
const filling = `
  insert into customers (id, name, email, segment) values
    ('${ann}', 'Ann Ash', 'ann@shop.example', 'Gold'), ('${bo}', 'Bo Birch', null, 'Basic'),
    ('${cy}', 'Cy Cedar', 'cy@shop.example', null), ('${never}', 'Dee Ash', null, 'Gold'),
    ('${returner}', 'Eve Elm', null, null);
  insert into products (id, name, selling_price) values ('${id(9)}', 'Arc', 10);
  insert into orders (customer_id, customer_segment, order_date, total_amount) values
    ('${ann}', 'Basic', '2024-01-10T12:00Z', 100), ('${ann}', 'Gold', '2024-02-05T12:00Z', 50),
    ('${ann}', 'Gold', '2024-03-01T00:00Z', 20), ('${bo}', 'Gold', '2024-02-29T23:59:59.999Z', 30),
    ('${cy}', null, '2024-03-14T12:00Z', 10), ('${cy}', 'Gold', '2024-03-15T12:00Z', 10.5),
    ('${returner}', null, '2024-03-02T12:00Z', -5), (null, null, '2024-03-03T12:00Z', 40);
  insert into orders (customer_id, order_date, total_amount, status) values
    ('${never}', '2024-03-04T12:00Z', 1000, 'cancelled');
  insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
    select id, order_date, '${
  id(9)
}', 1, 10, total_amount, total_amount / 4 from orders where customer_id = '${ann}'`;

/** Asks in each state: nothing built, aggregates built, views refreshed. */
async function inEachLane(work: (ask: AskedShop["ask"], lane: string) => Promise<void>): Promise<void> {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  await sql.unsafe(filling);
  await using shop = askedShop(database.url, { timeZone: "UTC", currency: "USD", weekStart: 1 }, now);
  await work(shop.ask, "DIRECT");
  await buildAggregates(shop.pool, { timeZone: "UTC", weekStart: 1 }, now);
  await work(shop.ask, "AGGREGATE");
  await refreshViews({ pool: shop.pool, log: createLog({ write: () => {} }) }, "all");
  await work(shop.ask, "VIEW");
  await sql.end();
}

function dataOf({ data, errors }: GraphqlResult): Readonly<Record<string, unknown>> {
  assert.equal(errors, undefined, JSON.stringify(errors));
  assert.ok(data);
  return data;
}

const march = `dateRange: { startDate: "2024-03-01T00:00:00Z", endDate: "2024-04-01T00:00:00Z" }`;

Deno.test("segments are those of the sale, with who bought in each", () =>
  inEachLane(async (ask) => {
    const fields =
      `segment revenue orders customers averageOrderValue unitsSold profit profitMargin revenueShare
      previousRevenue growthRate`;
    const data = dataOf(
      await ask(`{
      march: customerSegments(${march}) { ${fields} }
      ever: customerSegments { segment revenue orders customers revenueShare previousRevenue growthRate }
      none: customerSegments(filter: { segments: [] }) { segment customers }
      basic: customerSegments(filter: { segments: ["Basic"], productIds: ["${
        id(9)
      }"] }) { segment revenue customers }
    }`),
    );
    assert.deepEqual(data, {
      march: [
        {
          segment: null,
          revenue: 45,
          orders: 2,
          customers: 1,
          averageOrderValue: 22.5,
          unitsSold: 0,
          profit: 0,
          profitMargin: null,
          revenueShare: 0.596026,
          previousRevenue: 0,
          growthRate: null,
        },
        {
          segment: "Gold",
          revenue: 30.5,
          orders: 2,
          customers: 2,
          averageOrderValue: 15.25,
          unitsSold: 1,
          profit: 15,
          profitMargin: 0.75,
          revenueShare: 0.403974,
          previousRevenue: 80,
          growthRate: -0.61875,
        },
      ],
      ever: [
        { segment: "Gold", revenue: 110.5, orders: 4, customers: 3, revenueShare: 0.432485 },
        { segment: "Basic", revenue: 100, orders: 1, customers: 1, revenueShare: 0.391389 },
        { segment: null, revenue: 45, orders: 2, customers: 1, revenueShare: 0.176125 },
      ].map((segment) => ({ ...segment, previousRevenue: null, growthRate: null })),
      none: [],
      basic: [{ segment: "Basic", revenue: 100, customers: 1 }],
    });
  }));

Deno.test("who came back, who is new, and who ordered again", () =>
  inEachLane(async (ask, lane) => {
    const fields = `previousRange { startDate } customers previousCustomers retainedCustomers newCustomers
      returningCustomers retentionRate churnRate repeatCustomers repeatRate`;
    const result = await ask(`{
      march: customerRetention(period: CUSTOM, ${march}) { ${fields} }
      toDate: customerRetention(period: MONTH) { ${fields} }
      yearBefore: customerRetention(period: CUSTOM, ${march}, compareTo: PREVIOUS_YEAR) { ${fields} }
    }`);
    const found = {
      customers: 2,
      newCustomers: 1,
      returningCustomers: 1,
      repeatCustomers: 1,
      repeatRate: 0.5,
    };
    assert.deepEqual(dataOf(result), {
      // The 31 days before: Ann of February, and Bo.
      march: {
        ...found,
        previousRange: { startDate: "2024-01-30T00:00:00Z" },
        previousCustomers: 2,
        retainedCustomers: 1,
        retentionRate: 0.5,
        churnRate: 0.5,
      },
      // The first 15 days of February, which end before March begins.
      toDate: {
        ...found,
        previousRange: { startDate: "2024-02-01T00:00:00Z" },
        previousCustomers: 1,
        retainedCustomers: 1,
        retentionRate: 1,
        churnRate: 0,
      },
      yearBefore: {
        ...found,
        previousRange: { startDate: "2023-03-01T00:00:00Z" },
        previousCustomers: 0,
        retainedCustomers: 0,
        retentionRate: null,
        churnRate: null,
      },
    });
    assert.equal(result.extensions?.answers.toDate?.lane, lane === "DIRECT" ? "DIRECT" : "AGGREGATE");
    const refused = await ask(`{ customerRetention(period: MONTH, compareTo: NONE) { customers } }`);
    assert.match(String(refused.errors?.[0]?.message), /compareTo must not be NONE: retention compares/);
  }));

Deno.test("cohorts are a triangle: months that have not begun are null, the running one is partial", () =>
  inEachLane(async (ask) => {
    const data = dataOf(
      await ask(`{ cohortRetention(months: 3) {
      months
      cohorts { month size revenue cells { offset month customers retention revenue partial } }
    } }`),
    );
    const cell = (offset: number, month: string, customers: number, revenue: number, partial = false) => ({
      offset,
      month,
      customers,
      retention: customers,
      revenue,
      partial,
    });
    const none = (offset: number, month: string) => ({
      offset,
      month,
      customers: null,
      retention: null,
      revenue: null,
      partial: false,
    });
    assert.deepEqual(data, {
      cohortRetention: {
        months: 3,
        cohorts: [
          {
            month: "2024-01-01",
            size: 1,
            revenue: 170,
            cells: [
              cell(0, "2024-01-01", 1, 100),
              cell(1, "2024-02-01", 1, 50),
              cell(2, "2024-03-01", 1, 20, true),
            ],
          },
          {
            month: "2024-02-01",
            size: 1,
            revenue: 30,
            cells: [cell(0, "2024-02-01", 1, 30), cell(1, "2024-03-01", 0, 0, true), none(2, "2024-04-01")],
          },
          {
            month: "2024-03-01",
            size: 1,
            revenue: 20.5,
            cells: [cell(0, "2024-03-01", 1, 20.5, true), none(1, "2024-04-01"), none(2, "2024-05-01")],
          },
        ],
      },
    });
    for (const months of [0, 61]) {
      const refused = await ask(`{ cohortRetention(months: ${months}) { months } }`);
      assert.match(String(refused.errors?.[0]?.message), /Argument months must be from 1 to 60, got/);
    }
  }));

Deno.test("a customer's lifetime value, and who ranks where", () =>
  inEachLane(async (ask, lane) => {
    const fields =
      `customer { name } revenue profit profitMargin orders averageOrderValue firstOrder lastOrder
      recencyDays tenureDays rfm { recency frequency monetary group } rank rankedCustomers`;
    const result = await ask(`{
      ann: customerLifetimeValue(customerId: "${ann}") { ${fields} }
      never: customerLifetimeValue(customerId: "${never}") { ${fields} }
      returner: customerLifetimeValue(customerId: "${returner}") { ${fields} }
    }`);
    const ranked = lane === "VIEW";
    const nobody = {
      profit: 0,
      profitMargin: null,
      orders: 0,
      averageOrderValue: null,
      firstOrder: null,
      lastOrder: null,
      recencyDays: null,
      tenureDays: null,
      rfm: null,
      rank: null,
      rankedCustomers: ranked ? 3 : 0,
    };
    assert.deepEqual(dataOf(result), {
      ann: {
        customer: { name: "Ann Ash" },
        revenue: 170,
        profit: 127.5,
        profitMargin: 0.75,
        orders: 3,
        averageOrderValue: 56.67,
        firstOrder: "2024-01-10",
        lastOrder: "2024-03-01",
        recencyDays: 14,
        tenureDays: 65,
        rfm: ranked ? { recency: 4, frequency: 5, monetary: 5, group: "LOYAL" } : null,
        rank: ranked ? 1 : null,
        rankedCustomers: ranked ? 3 : 0,
      },
      never: { ...nobody, customer: { name: "Dee Ash" }, revenue: 0 },
      returner: { ...nobody, customer: { name: "Eve Elm" }, revenue: -5 },
    });
    assert.equal(result.extensions?.answers.ann?.lane, lane);
    const unknown = await ask(`{ customerLifetimeValue(customerId: "${id(77)}") { orders } }`);
    assert.equal(unknown.errors?.[0]?.extensions?.["code"], "NOT_FOUND");
    const wrong = await ask(`{ customerLifetimeValue(customerId: "77") { orders } }`);
    assert.match(String(wrong.errors?.[0]?.message), /customerId must be a UUID, got "77"/);
  }));

Deno.test("scores of a shop: every group and every pair is there", () =>
  inEachLane(async (ask, lane) => {
    const result = await ask(`{ rfmSegments {
      customers
      groups { group customers share revenue orders averageOrderValue revenueShare }
      cells { recency frequency customers revenue }
    } }`);
    const { rfmSegments } = dataOf(result) as { rfmSegments: Record<string, Record<string, unknown>[]> };
    assert.equal(rfmSegments["customers"], 3);
    assert.equal(rfmSegments["groups"]?.length, 11);
    assert.equal(rfmSegments["cells"]?.length, 25);
    // Cy came last and twice, Ann before and three times, Bo first and once.
    const groups = rfmSegments["groups"]?.filter(({ customers }) => customers !== 0);
    const third = { customers: 1, share: 0.333333 };
    assert.deepEqual(groups, [
      {
        group: "LOYAL",
        ...third,
        revenue: 170,
        orders: 3,
        averageOrderValue: 56.67,
        revenueShare: 0.770975,
      },
      {
        group: "POTENTIAL_LOYALISTS",
        ...third,
        revenue: 20.5,
        orders: 2,
        averageOrderValue: 10.25,
        revenueShare: 0.092971,
      },
      {
        group: "AT_RISK",
        ...third,
        revenue: 30,
        orders: 1,
        averageOrderValue: 30,
        revenueShare: 0.136054,
      },
    ]);
    assert.deepEqual(rfmSegments["cells"]?.filter(({ customers }) => customers !== 0), [
      { recency: 2, frequency: 2, customers: 1, revenue: 30 },
      { recency: 4, frequency: 5, customers: 1, revenue: 170 },
      { recency: 5, frequency: 4, customers: 1, revenue: 20.5 },
    ]);
    assert.equal(result.extensions?.answers.rfmSegments?.lane, lane);
  }));

Deno.test("customers are found by the words of their names and e-mails, and listed in any order", () =>
  inEachLane(async (ask, lane) => {
    const names = async (args: string) => {
      const result = await ask(
        `{ customers(${args}) { totalCount nodes { customer { name } } edges { node { orders } } } }`,
      );
      const { customers } = dataOf(result) as {
        customers: { totalCount: number; nodes: { customer: { name: string } }[]; edges: unknown[] };
      };
      assert.equal(customers.totalCount, customers.nodes.length);
      assert.equal(customers.edges.length, customers.nodes.length);
      assert.equal(result.extensions?.answers.customers?.lane, lane);
      return customers.nodes.map(({ customer }) => customer.name.slice(0, 2)).join(" ");
    };
    const cases = [
      ["sortBy: REVENUE", "An Bo Cy De Ev"],
      ["sortBy: ORDERS", "An Cy Bo De Ev"],
      ["sortBy: LAST_ORDER", "Cy An Bo De Ev"],
      ["sortBy: NAME", "An Bo Cy De Ev"],
      [`search: "ASH"`, "An De"],
      [`search: "as ann"`, "An"],
      [`search: "shop.example"`, "An Cy"],
      [`search: "sh"`, "An Cy"],
      [`search: "hop"`, ""],
      [`search: " ,;'  "`, "An Bo Cy De Ev"],
      [`search: "ash", segments: ["Basic"]`, ""],
      [`segments: [null]`, "Cy Ev"],
      [`segments: ["Gold", "Basic"], sortBy: NAME`, "An Bo De"],
      [`segments: []`, ""],
    ] as const;
    for (const [args, expected] of cases) assert.equal(await names(args), expected, `${lane} ${args}`);
    const refused = [
      [`first: 0`, /Argument first must be from 1 to 1000, got 0/],
      [`after: "x"`, /Argument after must be a cursor that an earlier page gave/],
      [`search: "${"x".repeat(201)}"`, /Argument search must have at most 200 characters, got 201/],
    ] as const;
    for (const [args, message] of refused) {
      const { errors } = await ask(`{ customers(${args}) { totalCount } }`);
      assert.match(String(errors?.[0]?.message), message);
    }
  }));

const sorts: readonly CustomerSort[] = ["REVENUE", "ORDERS", "LAST_ORDER", "NAME"];

async function pageThrough(analytics: Analytics, sort: CustomerSort, search?: string): Promise<void> {
  const whole = await listCustomers(analytics, { sort }, { first: 1000, search }, true);
  const ids = whole.value.edges.map(({ node }) => node.customerId);
  const paged: string[] = [];
  // So small that ties lie across the pages' ends.
  const first = search === undefined ? 7 : 2;
  let after: string | undefined;
  do {
    const { value } = await listCustomers(analytics, { sort }, { first, after, search }, false);
    assert.equal(value.pageInfo.hasPreviousPage, after !== undefined);
    assert.equal(value.totalCount, undefined);
    paged.push(...value.edges.map(({ node }) => node.customerId));
    assert.equal(value.pageInfo.hasNextPage, paged.length < ids.length);
    after = value.pageInfo.endCursor ?? undefined;
  } while (after !== undefined && paged.length < ids.length);
  assert.deepEqual(paged, ids);
  assert.equal(whole.value.totalCount, new Set(ids).size);
}

Deno.test("pages hold every customer once, whatever ties there are", async () => {
  await using database = await testDatabase();
  await fillCustomersShop(database.url);
  const pool = createPool({ url: database.url, size: 4, deadlineMs: 30_000, name: "test" });
  const calendar = { timeZone: "Asia/Kathmandu", weekStart: 1 } as const;
  const { fast, direct } = analyticsOver(pool, calendar, last);
  for (const sort of sorts) await pageThrough(direct, sort, "ada");
  await buildAggregates(pool, calendar, last);
  await refreshViews({ pool, log: createLog({ write: () => {} }) }, "all");
  for (const sort of sorts) {
    await pageThrough(fast, sort);
    await pageThrough(fast, sort, "shop");
    const { value } = await listCustomers(fast, { sort }, { first: 1 }, false);
    const other = { first: 1, after: value.pageInfo.endCursor ?? "", search: "ada" };
    await assert.rejects(listCustomers(fast, { sort }, other, false), /a cursor of the same list/);
  }
  await pool.close();
});

Deno.test("ranks count everyone ahead, ties by id, past every mark", async () => {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  await sql.unsafe(`
    insert into customers (id, name)
      select ('00000000-0000-4000-8000-' || lpad(i::text, 12, '0'))::uuid, 'C' || i from generate_series(1, 2600) i;
    insert into agg_customer_daily (customer_id, day, orders, revenue, line_revenue, costed_revenue, cost)
      select id, '2024-01-01', (right(id::text, 4)::integer % 9 > 0)::integer, right(id::text, 4)::integer % 7, 0, 0, 0
      from customers;
    update precompute_state set time_zone = 'UTC', as_of = '2024-01-02', generation = 1`);
  const pool = createPool({ url: database.url, size: 2, deadlineMs: 30_000, name: "test" });
  await refreshViews({ pool, log: createLog({ write: () => {} }) }, "all");
  const { fast } = analyticsOver(pool, { timeZone: "UTC", weekStart: 1 }, now);
  const ranked = await sql<{ customer_id: string; rank: number }[]>`
    select customer_id, (row_number() over (order by total_spent desc, customer_id))::integer as rank
    from mv_customer_segments where order_count > 0`;
  const marks = ranked.filter(({ rank }) => rank % 1000 < 3 || rank % 97 === 0 || rank > ranked.length - 2);
  for (const { customer_id: customer, rank } of marks) {
    const { value } = await customerLifetimeValue(fast, customer);
    assert.deepEqual([value.rank, value.rankedCustomers], [rank, ranked.length]);
  }
  await sql.end();
  await pool.close();
});

// Days of February and March on which a customer orders, what of them is lost undrained, and whether the customer is active
// in the first half of February, of March, and in both.
const losses: readonly (readonly [days: string, lost: string, gained: string, active: string])[] = [
  ["02-03 03-03", "", "", "1 1 1"],
  ["02-03 02-09 03-03 03-09", "02-03 03-09", "", "1 1 1"],
  ["02-03 02-09 03-03", "02-03 02-09", "", "0 1 0"],
  ["02-03 02-09 03-03", "02-03 02-09", "02-14", "1 1 1"],
  ["02-03 03-03 03-04 03-05", "03-03 03-04 03-05", "", "1 0 0"],
  ["02-20 03-03", "", "", "0 1 0"],
  ["02-20 03-03", "", "02-14 02-15", "1 1 1"],
  ["02-14", "", "03-14", "1 1 1"],
];

Deno.test("who ordered in two ranges apart is put right day by day before the drain", async () => {
  for (const [days, lost, gained, active] of losses) {
    await using database = await testDatabase();
    const sql = postgres(database.url, { max: 1, onnotice: () => {} });
    const calendar = { timeZone: "UTC", weekStart: 1 } as const;
    await sql`insert into customers (id, name) values (${ann}, 'Ann')`;
    const add = (text: string) =>
      sql`insert into orders (customer_id, order_date, total_amount)
        select ${ann}, ('2024-' || day || 'T12:00Z')::timestamptz, 1 from unnest(${
        text.split(" ").filter(Boolean)
      }::text[]) day`;
    await add(days);
    await using shop = askedShop(database.url, { ...calendar, currency: "USD" }, now);
    await buildAggregates(shop.pool, calendar, now);
    await sql`delete from orders where to_char(order_date, 'MM-DD') = any (${lost.split(" ")}::text[])`;
    await add(gained);
    const result = await shop.ask(`{ customerRetention(period: MONTH) {
      previousCustomers customers retainedCustomers
    } }`);
    const { customerRetention } = dataOf(result) as { customerRetention: Record<string, number> };
    assert.equal(Object.values(customerRetention).join(" "), active, `${days} - ${lost} + ${gained}`);
    assert.equal(result.extensions?.answers.customerRetention?.lane, "AGGREGATE");
    await sql.end();
  }
});

Deno.test("cohorts with something undrained are as of the last drain, and retention as of now", async () => {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  await sql.unsafe(filling);
  await using shop = askedShop(database.url, { timeZone: "UTC", currency: "USD", weekStart: 1 }, now);
  const { asOf } = await buildAggregates(shop.pool, { timeZone: "UTC", weekStart: 1 }, now);
  assert.ok(asOf);
  const ask = async () => {
    const result = await shop.ask(`{
      cohortRetention(months: 1) { cohorts { size } }
      customerRetention(period: MONTH) { customers }
    }`);
    const { cohortRetention: cohorts, customerRetention: retention } = result.extensions?.answers ?? {};
    return { data: dataOf(result), cohorts: cohorts?.asOf, retention: retention?.asOf };
  };
  const before = await ask();
  assert.ok(before.cohorts && before.cohorts > asOf.toString());
  await sql`insert into orders (customer_id, order_date, total_amount) values (${never}, '2024-03-05', 7)`;
  const after = await ask();
  assert.deepEqual(after.data, {
    cohortRetention: { cohorts: [{ size: 1 }] },
    customerRetention: { customers: 3 },
  });
  assert.equal(after.cohorts, asOf.toString());
  assert.ok(after.retention && after.retention > before.cohorts);
  await sql.end();
});
