/** Retention and cohorts of a shop small enough to count by hand, from each lane, and before a drain. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { testDatabase } from "../src/dev/test_database.ts";
import { askedShop } from "./asking.ts";
import { run } from "./by_hand.ts";
import { ann, dataOf, fillFewCustomers, inEachLane, march, never, now } from "./few_customers.ts";
import { buildAggregates } from "./lanes_law.ts";

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

Deno.test("nobody is counted twice or less than once where too much is touched to be put right", async () => {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  const calendar = { timeZone: "UTC", weekStart: 1 } as const;
  // Each of thirty ordered in February and, as many days into it, in March.
  await sql`insert into customers (name) select 'C' || i from generate_series(1, 33) i`;
  await sql`insert into orders (customer_id, order_date, total_amount)
    select c.id, first + (row_number() over (partition by first) - 1) * interval '12 hours', 1
    from (select id from customers order by id limit 30) c
    cross join unnest(array['2024-02-01T12:00Z', '2024-03-01T12:00Z']::timestamptz[]) first`;
  await using shop = askedShop(database.url, { ...calendar, currency: "USD" }, now);
  const { asOf } = await buildAggregates(shop.pool, calendar, now);
  assert.ok(asOf);
  // 26 hours of either month are touched, more than 48 of both; and two of March, by new customers.
  await sql`delete from orders where customer_id in (
    select customer_id from orders where order_date < '2024-03-01' order by order_date limit 26)`;
  await sql`insert into orders (customer_id, order_date, total_amount)
    select id, '2024-03-02T18:00Z'::timestamptz + row_number() over () * interval '1 hour', 1
    from (select id from customers order by id offset 30 limit 2) c`;
  const question = `{ customerRetention(period: CUSTOM, ${march}) {
    previousCustomers customers retainedCustomers newCustomers returningCustomers retentionRate
  } }`;
  const customerRetention = {
    previousCustomers: 4,
    customers: 6,
    retainedCustomers: 4,
    newCustomers: 2,
    returningCustomers: 4,
    retentionRate: 1,
  };
  const result = await shop.ask(question);
  assert.deepEqual(dataOf(result), { customerRetention });
  const answer = result.extensions?.answers.customerRetention;
  assert.ok(Temporal.Instant.compare(String(answer?.asOf), asOf) > 0, String(answer?.asOf));
  // Too much of the past: that one of these customers was there already, it does not tell before the next drain.
  await sql`insert into orders (customer_id, order_date, total_amount)
    select c.id, '2024-01-02T00:00Z'::timestamptz + n * interval '1 hour', 1
    from (select id from customers order by id offset 30 limit 1) c cross join generate_series(1, 30) n`;
  const later = await shop.ask(question);
  assert.deepEqual(dataOf(later), { customerRetention });
  assert.deepEqual(later.extensions?.answers.customerRetention, {
    lane: "AGGREGATE",
    asOf: asOf.toString(),
  });
  await sql.end();
});

Deno.test("cohorts with something undrained are as of the last drain, and retention as of now", async () => {
  await using database = await testDatabase();
  await fillFewCustomers(database.url);
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
  await run(
    database.url,
    `insert into orders (customer_id, order_date, total_amount) values ('${never}', '2024-03-05', 7)`,
  );
  const after = await ask();
  assert.deepEqual(after.data, {
    cohortRetention: { cohorts: [{ size: 1 }] },
    customerRetention: { customers: 3 },
  });
  assert.equal(after.cohorts, asOf.toString());
  assert.ok(after.retention && after.retention > before.cohorts);
});
