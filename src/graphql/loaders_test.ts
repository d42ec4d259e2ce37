import assert from "node:assert/strict";
import postgres from "postgres";
import type { Analytics } from "../analytics/analytics.ts";
import { createClock } from "../base/clock.ts";
import { createPool, type Queryable } from "../db/pool.ts";
import { testDatabase } from "../dev/test_database.ts";
import type { LanewayCaller } from "./context.ts";
import { createExecutor } from "./execute.ts";
import { createLoaders } from "./loaders.ts";
import { createSchema } from "./schema.ts";
import { memoryLog, testCaller } from "./testing.ts";

const execute = createExecutor<LanewayCaller>({
  schema: createSchema(),
  introspection: false,
  log: memoryLog().log,
});

/** A database of 120 products that sold, in 40 categories, and as many customers and sales reps. */
async function withShop(work: (analytics: Analytics, asked: string[]) => Promise<void>): Promise<void> {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  await sql.unsafe(`
    insert into categories (name) select 'Category ' || i from generate_series(1, 40) i;
    insert into products (name, category_id, selling_price)
      select 'Product ' || i, (select id from categories where name = 'Category ' || 1 + i % 40), 10
      from generate_series(1, 120) i;
    insert into customers (name, email, segment) select 'C' || i, 'c' || i || '@example.com', 'S' from generate_series(1, 120) i;
    insert into sales_representatives (name, region, commission_rate)
      select 'R' || i, case when i > 1 then 'West' end, case when i > 1 then 2.5 end from generate_series(1, 120) i;
    with placed as (
      insert into orders (order_date, total_amount) values ('2024-02-01', 10) returning id, order_date
    )
    insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price)
      select o.id, o.order_date, p.id, 1, 10, 10 from placed o cross join products p;`);
  await sql.end();
  const pool = createPool({ url: database.url, size: 2, deadlineMs: 30_000, name: "test" });
  const asked: string[] = [];
  const counted: Queryable = {
    run: (statement, parameters) => {
      asked.push(statement.name);
      return pool.run(statement, parameters);
    },
  };
  try {
    await work({
      database: counted,
      direct: counted,
      calendar: { timeZone: "UTC", weekStart: 1 },
      currency: "USD",
      clock: createClock(Temporal.Instant.from("2024-02-20T00:00:00Z")),
      coverage: () => Promise.resolve({ asOf: undefined, timeZone: undefined, views: [] }),
    }, asked);
  } finally {
    await pool.close();
  }
}

Deno.test("a list of products and their categories costs the same few statements, however long it is", async () => {
  await withShop(async (analytics, asked) => {
    const query =
      "query ($limit: Int) { topProducts(limit: $limit, sortBy: REVENUE) { product { name category { name } } } }";
    for (const limit of [1, 100]) {
      asked.length = 0;
      const { data, errors } = await execute({ query, variables: { limit } }, {
        ...testCaller,
        analytics,
        loaders: createLoaders(analytics),
      });
      assert.equal(errors, undefined);
      const products = data?.topProducts as readonly { readonly product: { readonly category: unknown } }[];
      assert.equal(products.length, limit);
      assert.ok(products.every(({ product }) => product.category !== null));
      assert.deepEqual(asked, ["topProducts.DIRECT", "productsByIds", "categoriesByIds"]);
    }
  });
});

Deno.test("customers and sales reps are fetched together, and those that are gone are undefined", async () => {
  await withShop(async (analytics, asked) => {
    const { database } = analytics;
    const ids = async (table: string) =>
      (await database.run<{ readonly id: string }>({
        name: table,
        text: `select id from ${table} order by name = 'R1' desc, name = 'C1' desc`,
        parameters: [],
      })).map(({ id }) => id);
    const [customers, reps] = [await ids("customers"), await ids("sales_representatives")];
    asked.length = 0;
    const { customer, salesRep } = createLoaders(analytics);
    const gone = "00000000-0000-7000-8000-000000000000";
    const [foundCustomers, foundReps] = await Promise.all([
      Promise.all([...customers, gone].map((id) => customer.load(id))),
      Promise.all([...reps, gone].map((id) => salesRep.load(id))),
    ]);
    assert.deepEqual(asked.toSorted(), ["customersByIds", "salesRepsByIds"]);
    const { createdAt, ...first } = foundCustomers[0] ?? {};
    assert.deepEqual(first, { id: customers[0], name: "C1", email: "c1@example.com", segment: "S" });
    assert.ok(createdAt instanceof Temporal.Instant);
    assert.deepEqual(foundCustomers.slice(0, -1).map((each) => each?.id), customers);
    assert.equal(foundCustomers.at(-1), undefined);
    assert.deepEqual(foundReps[0], { id: reps[0], name: "R1", region: null, commissionRate: null });
    assert.deepEqual([foundReps[1]?.region, foundReps[1]?.commissionRate], ["West", 2.5]);
    assert.equal(foundReps.at(-1), undefined);
  });
});
