/** Pages and ranks of many customers: everyone has one place, whatever ties there are. */
import assert from "node:assert/strict";
import postgres from "postgres";
import type { Analytics } from "../src/analytics/analytics.ts";
import { type CustomerSort, listCustomers } from "../src/analytics/customer_list.ts";
import { customerLifetimeValue } from "../src/analytics/lifetime.ts";
import { createLog } from "../src/base/log.ts";
import { createPool } from "../src/db/pool.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { refreshViews } from "../src/precompute/views.ts";
import { askedShop } from "./asking.ts";
import { fillCustomersShop, last } from "./customers_shop.ts";
import { analyticsOver, buildAggregates } from "./lanes_law.ts";

interface Listed {
  readonly nodes: readonly { readonly customer: { readonly name: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

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
    assert.equal(value.totalCount, null);
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

Deno.test("a word that is said twice, or begins another, is looked for once", async () => {
  await using database = await testDatabase();
  await fillCustomersShop(database.url);
  const pool = createPool({ url: database.url, size: 1, deadlineMs: 30_000, name: "test" });
  const { direct } = analyticsOver(pool, { timeZone: "UTC", weekStart: 1 }, last);
  const list = async (search: string, after?: string) => {
    const { value } = await listCustomers(direct, { sort: "NAME" }, { first: 1, search, after }, true);
    return value;
  };
  const { totalCount, pageInfo } = await list("ada shop");
  assert.ok(totalCount);
  // It goes on where the same list began.
  for (const search of ["ada shop ada", "a ad ada sh shop", "ada, ada; shop!"]) {
    assert.equal((await list(search, pageInfo.endCursor ?? "")).totalCount, totalCount, search);
  }
  assert.equal((await list("", undefined)).totalCount, (await list(" - ")).totalCount);
  await pool.close();
});

Deno.test("pages leave out who was deleted since the views were refreshed", async () => {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  await sql`insert into customers (name) select 'C' || n from generate_series(1, 5) n`;
  await using shop = askedShop(database.url, { timeZone: "UTC", weekStart: 1, currency: "EUR" }, last);
  await shop.build();
  await sql`delete from customers where name in ('C1', 'C4')`;
  await sql.end();
  for (const sort of sorts) {
    for (const search of ["", "c"]) {
      const names: string[] = [];
      let after: string | null = null;
      do {
        const { data, errors, extensions } = await shop.ask(
          `query ($sort: CustomerSort, $search: String, $after: String) {
            customers(first: 1, sortBy: $sort, search: $search, after: $after) {
              nodes { customer { name } } pageInfo { hasNextPage endCursor }
            }
          }`,
          { sort, search, after },
        );
        assert.equal(errors, undefined, JSON.stringify(errors));
        assert.equal(extensions?.answers.customers?.lane, "VIEW");
        const { nodes, pageInfo } = data?.customers as Listed;
        names.push(...nodes.map(({ customer }) => customer.name));
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      } while (after !== null);
      assert.deepEqual(names.toSorted(), ["C2", "C3", "C5"], `${sort} ${search}`);
    }
  }
});

Deno.test("segments are those at the views' last refresh, though customers are told as they are now", async () => {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  await sql`insert into customers (name, segment) values ('Ann', 'Old'), ('Bob', 'New')`;
  await using shop = askedShop(database.url, { timeZone: "UTC", weekStart: 1, currency: "EUR" }, last);
  const listed = async (segment: string) => {
    const { data, extensions } = await shop.ask(
      `query ($segments: [String]) {
        customers(segments: $segments, sortBy: NAME) { totalCount nodes { customer { name segment } } }
      }`,
      { segments: [segment] },
    );
    return [extensions?.answers.customers?.lane, data?.customers];
  };
  const [ann, bob] = [{ name: "Ann", segment: "New" }, { name: "Bob", segment: "New" }];
  const pageOf = (...customers: readonly object[]) => ({
    totalCount: customers.length,
    nodes: customers.map((customer) => ({ customer })),
  });
  await shop.build();
  await sql`update customers set segment = 'New' where name = 'Ann'`;
  assert.deepEqual(await listed("Old"), ["VIEW", pageOf(ann)]);
  assert.deepEqual(await listed("New"), ["VIEW", pageOf(bob)]);
  await shop.build();
  assert.deepEqual(await listed("Old"), ["VIEW", pageOf()]);
  assert.deepEqual(await listed("New"), ["VIEW", pageOf(ann, bob)]);
  await sql.end();
});

// As many as a search does not count any more share a word: in whatever order a page is asked for, those who are found come first,
// last or in between.
const crowd = `
  insert into customers (name, email, segment)
    select (array['Abe', 'Zoe'])[1 + (i > 3000)::integer] || ' ' || i, case when i % 5 = 0 then 'shared' || i || '@example.org' end,
      case when i % 4000 = 1 then 'Rare' when i > 5000 then 'Plenty' end
    from generate_series(1, 13100) i;
  insert into agg_customer_daily (customer_id, day, orders, revenue, line_revenue, costed_revenue, cost)
    select id, date '2024-01-01' + n % 7, 1 + n % 3, case when name like 'Zoe%' then -5 else n % 11 end, 0, 0, 0
    from (select *, split_part(name, ' ', 2)::integer as n from customers) c where n % 6 > 0;
  update precompute_state set time_zone = 'UTC', as_of = '2024-02-01', generation = 1`;

Deno.test("a page is the same however many are found, and however late", async () => {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  await sql.unsafe(crowd);
  const pool = createPool({ url: database.url, size: 2, deadlineMs: 30_000, name: "test" });
  await refreshViews({ pool, log: createLog({ write: () => {} }) }, "all");
  const { fast } = analyticsOver(
    pool,
    { timeZone: "UTC", weekStart: 1 },
    Temporal.Instant.from("2024-02-01T00:00:00Z"),
  );
  const choices: readonly {
    search?: string;
    segments?: (string | null)[];
    where: string;
    counted: boolean;
  }[] = [
    { where: "true", counted: true },
    { search: "zoe", where: "name like 'Zoe%'", counted: false },
    { search: "z 1", where: "name like 'Zoe 1%'", counted: true },
    { search: "sha", where: "email is not null", counted: true },
    { search: "zoe", segments: ["Rare"], where: "name like 'Zoe%' and segment = 'Rare'", counted: false },
    { search: "zoe", segments: ["Plenty"], where: "name like 'Zoe%' and segment = 'Plenty'", counted: false },
    { segments: ["Rare", "None"], where: "segment = 'Rare'", counted: true },
    { segments: ["Plenty"], where: "segment = 'Plenty'", counted: true },
    { segments: [null], where: "segment is null", counted: true },
  ];
  const orders: Readonly<Record<CustomerSort, string>> = {
    REVENUE: "total_spent desc, customer_id",
    ORDERS: "order_count desc, customer_id",
    LAST_ORDER: "coalesce(last_order_date, '-infinity') desc, customer_id",
    NAME: `name collate "und-x-icu", customer_id`,
  };
  for (const { where, counted, ...choice } of choices) {
    for (const sort of sorts) {
      const expected = await sql<{ customer_id: string }[]>`
        select v.customer_id from mv_customer_segments v join (select id as customer_id, email from customers) c using (customer_id)
        where ${sql.unsafe(where)} order by ${sql.unsafe(orders[sort])}`;
      const ids = expected.map((row) => row.customer_id);
      let after: string | undefined;
      for (const first of [3, 1000, 2]) {
        const what = `${sort} ${JSON.stringify(choice)} ${first}`;
        const { search, segments } = choice;
        const { value } = await listCustomers(fast, { sort, segments }, { first, after, search }, true);
        assert.deepEqual(value.edges.map(({ node }) => node.customerId), ids.splice(0, first), what);
        assert.equal(value.pageInfo.hasNextPage, ids.length > 0, what);
        assert.equal(value.totalCount, counted ? expected.length : null, what);
        if (!value.pageInfo.endCursor) break;
        after = value.pageInfo.endCursor;
      }
    }
  }
  await sql.end();
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
  const { fast } = analyticsOver(
    pool,
    { timeZone: "UTC", weekStart: 1 },
    Temporal.Instant.from("2024-01-02T00:00:00Z"),
  );
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
