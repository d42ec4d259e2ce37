/** Three years of a shop, of which the first is archived, and a month of that kept in a file for a while: docs/DEPLOYMENT.md, Archive. */
import assert from "node:assert/strict";
import { join } from "node:path";
import postgres from "postgres";
import { createClock } from "../src/base/clock.ts";
import { createLog } from "../src/base/log.ts";
import { migrate } from "../src/db/migrate.ts";
import { startPostgres, wipePostgres } from "../src/dev/postgres.ts";
import { drainAll } from "../src/precompute/drain.ts";
import { archiveMonths } from "../src/precompute/partitions.ts";
import { isEqual, verifyAggregates } from "../src/precompute/verify.ts";
import { refreshViews } from "../src/precompute/views.ts";
import { seedShop } from "../src/seeder/seed.ts";
import { type AskedShop, askedShop } from "./asking.ts";
import { commandsIn, hasPrograms, programs, runCommands, skipped } from "./operator_commands.ts";

// West of UTC, so that an archived month ends hours after its own end, where the shop's day does.
const shop = { timeZone: "America/New_York", currency: "USD", weekStart: 1 } as const;
const now = Temporal.Instant.from("2026-01-01T05:00:00Z");
const clock = createClock(now);
const log = createLog({ write: () => {} });

interface World {
  readonly url: string;
  readonly sql: postgres.Sql;
  readonly asked: AskedShop;
  /** An empty directory. */
  readonly place: string;
}

async function withThreeYears(work: (world: World) => Promise<void>): Promise<void> {
  const place = await Deno.makeTempDir({ prefix: "laneway-years-" });
  await Deno.chmod(place, 0o755);
  const home = join(place, "postgres");
  try {
    const server = await startPostgres({ home, durable: false, programs });
    try {
      const url = server.databaseUrl("shop");
      const admin = postgres(server.url, { max: 1 });
      await admin`create database shop`;
      await admin.end();
      await migrate({ url });
      await seedShop({ url, shop, orders: 6_000, seed: 1, until: now, months: 36 });
      const sql = postgres(url, { max: 1, onnotice: () => {} });
      try {
        await using asked = askedShop(url, shop, now);
        await asked.build();
        await work({ url, sql, asked, place });
      } finally {
        await sql.end();
      }
    } finally {
      await server.stop();
    }
  } finally {
    await wipePostgres(home);
    await Deno.remove(place, { recursive: true });
  }
}

/** Every kind of chart, over a range. */
function charts(from: string, to: string): string {
  const range = `period: CUSTOM, dateRange: { startDate: "${from}", endDate: "${to}" }`;
  return `{
    salesOverview(${range}) { totalRevenue totalOrders customers totalProfit unitsSold }
    salesTrends(${range}, metric: REVENUE) { timestamp value }
    customers: salesTrends(${range}, metric: CUSTOMERS) { timestamp value }
    topProducts(${range}, sortBy: REVENUE, limit: 20) { product { id } revenue unitsSold }
    categoryBreakdown(${range}) { category { id } revenue }
    customerSegments(${range}) { segment revenue orders }
    customerRetention(${range}) { newCustomers returningCustomers }
    marginAnalysis(${range}, groupBy: PRODUCT) { key revenue cost }
    salesRepPerformance(${range}) { salesRep { id } revenue }
  }`;
}

/** Of whole days and hours, as pages ask them: what the aggregates hold. */
const whole = [
  charts("2023-01-01T05:00:00Z", "2026-01-01T05:00:00Z"),
  charts("2023-01-01T05:00:00Z", "2024-01-01T05:00:00Z"),
  charts("2023-06-01T04:00:00Z", "2023-07-01T04:00:00Z"),
  charts("2023-11-01T04:00:00Z", "2024-03-01T05:00:00Z"),
  "{ cohortRetention(months: 36) { cohorts { month size revenue cells { customers } } } products(first: 100) { nodes { product { id } revenue } } }",
];

/** What the orders themselves tell of the month that is kept in a file: a range that cuts hours with orders, and lane DIRECT. */
async function askedOfOrders(sql: postgres.Sql): Promise<readonly string[]> {
  const sold = await sql<{ at: Date }[]>`
    select order_date as at from orders
    where order_date >= '2023-06-02' and order_date < '2023-06-29' and status = 'completed' order by 1`;
  const [first, last] = [sold[0], sold.at(-1)];
  assert.ok(first && last);
  const june = `startDate: "2023-06-01T04:00:00Z", endDate: "2023-07-01T04:00:00Z"`;
  return [
    charts(first.at.toISOString(), last.at.toISOString()),
    `{ customerSegments(period: CUSTOM, dateRange: { ${june} }) { segment customers } }`,
  ];
}

async function told({ asked }: World, questions: readonly string[]): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  for (const question of questions) {
    const { data, errors } = await asked.ask(question);
    assert.equal(errors, undefined, JSON.stringify(errors));
    all.push(data);
  }
  return all;
}

/** Fails where, once all is drained, an aggregate is not what the orders say. */
async function assertVerified({ asked: { pool } }: World): Promise<void> {
  const { failures } = await drainAll(pool, { ...shop, clock });
  assert.deepEqual(failures, []);
  await refreshViews({ pool, log }, "all");
  const { asOf, tables } = await verifyAggregates(pool);
  assert.ok(asOf);
  assert.deepEqual(tables.filter((table) => !isEqual(table)), []);
}

Deno.test({
  name:
    `three years of orders: the first is archived, a month of it leaves and comes back, and every chart stays${skipped}`,
  ignore: !hasPrograms,
  fn: () =>
    withThreeYears(async (world) => {
      const { asked: { pool }, sql, url, place } = world;
      const env = { DATABASE_URL: url };
      const [takeAway, bringBack] = await commandsIn("Archive");
      const fromOrders = await askedOfOrders(sql);
      const questions = [...whole, ...fromOrders];
      const before = await told(world, questions);
      await assertVerified(world);

      assert.equal(await archiveMonths({ pool, log, clock, olderThanMonths: 24 }), 12);
      assert.deepEqual(await told(world, questions), before);
      // What verify read would differ now.
      await sql`update archive.orders set total_amount = total_amount + 1`;
      await assertVerified(world);
      await sql`update archive.orders set total_amount = total_amount - 1`;

      const [{ orders } = { orders: 0 }] =
        await sql`select count(*)::int as orders from archive.orders_2023_06`;
      assert.ok(orders > 50, `${orders}`);
      await runCommands(takeAway, { place, env });
      await sql`select touch_range('2023-01-01', '2026-01-01')`;
      await assertVerified(world);
      assert.deepEqual(await told(world, whole), before.slice(0, whole.length));
      for (const [index, lacking] of (await told(world, fromOrders)).entries()) {
        assert.notDeepEqual(lacking, before[whole.length + index]);
      }

      await runCommands(bringBack, { place, env });
      assert.equal((await sql`select from archive.orders_2023_06`).length, orders);
      await assertVerified(world);
      assert.deepEqual(await told(world, questions), before);
      await assert.rejects(
        sql`insert into orders (order_date, total_amount) values ('2023-06-10', 1)`,
        /orders before 2024-01-01.* are archived/,
      );
      const [month] = await archivedAgain(world);
      assert.equal(month, "2024-01-01");
    }),
});

/** What archiving needs of what is there already: one month more. */
async function archivedAgain(world: World): Promise<readonly unknown[]> {
  const next = createClock(now.add({ hours: 24 * 40 }));
  const { asked: { pool }, sql } = world;
  assert.equal(await archiveMonths({ pool, log, clock: next, olderThanMonths: 24 }), 1);
  await assertVerified(world);
  const rows = await sql`
    select to_date(right(inhrelid::regclass::text, 7), 'YYYY_MM')::text as month from pg_inherits
    where inhparent = 'archive.orders'::regclass order by 1 desc limit 1`;
  return rows.map(({ month }) => month);
}
