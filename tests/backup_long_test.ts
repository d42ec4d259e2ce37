/** The commands of docs/DEPLOYMENT.md that take a shop from one server to another, as they stand there. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { createClock } from "../src/base/clock.ts";
import { migrate } from "../src/db/migrate.ts";
import { createPool } from "../src/db/pool.ts";
import { runCommand } from "../src/dev/command.ts";
import { type PostgresServer, startPostgres, wipePostgres } from "../src/dev/postgres.ts";
import { drainAll } from "../src/precompute/drain.ts";
import { commandsIn, hasPrograms, programs, runCommands, skipped } from "./operator_commands.ts";
import { root } from "./started.ts";
import { fillTinyShop } from "./tiny_shop.ts";
import { testWeb } from "./web.ts";
import { withSql } from "../src/dev/with_sql.ts";

async function withServers(work: (from: PostgresServer, to: PostgresServer, place: string) => Promise<void>) {
  const place = await Deno.makeTempDir({ prefix: "laneway-backup-" });
  const homes = ["from", "to"].map((name) => join(place, name));
  const servers: PostgresServer[] = [];
  try {
    await Deno.chmod(place, 0o755);
    for (const home of homes) servers.push(await startPostgres({ home, durable: false, programs }));
    const [from, to] = servers;
    assert.ok(from && to);
    await work(from, to, place);
  } finally {
    for (const server of servers) await server.stop();
    for (const home of homes) await wipePostgres(home);
    await Deno.remove(place, { recursive: true });
  }
}

async function drain(url: string): Promise<void> {
  const pool = createPool({ url, size: 2, deadlineMs: 20_000, name: "test" });
  await drainAll(pool, { timeZone: "UTC", weekStart: 1, clock: createClock() });
  await pool.close();
}

Deno.test({
  name: `a shop that was dumped and restored on another server goes on there${skipped}`,
  ignore: !hasPrograms,
  fn: () =>
    withServers(async (from, to, place) => {
      const [url, newUrl] = [from.databaseUrl("shop"), to.databaseUrl("shop")];
      await withSql(from.url, (sql) => sql`create database shop`);
      await migrate({ url });
      await fillTinyShop(url, {
        categories: { A: null },
        products: { P: "A" },
        sales: [
          {
            at: "2024-01-10T12:00Z",
            total: 100,
            customer: "C",
            rep: "R",
            lines: [{ product: "P", quantity: 1, total: 100 }],
          },
          { at: "2024-02-10T12:00Z", total: 50 },
        ],
      });
      await drain(url);
      // Not drained yet: the log of what was touched comes along.
      await withSql(url, (sql) =>
        sql`insert into orders (order_date, total_amount) values ('2024-02-11T12:00Z', 25)`);
      const env = {
        DATABASE_URL: url,
        NEW_SERVER_URL: to.url,
        NEW_DATABASE_URL: newUrl,
      };
      const [dump, restore] = await commandsIn("Backup and restore");
      for (
        const commands of [dump, restore?.split("deno task verify")[0]?.replace(/DATABASE_URL=\S+ $/, "")]
      ) {
        await runCommands(commands, { place, env });
      }
      await drain(newUrl);
      const verified = await runCommand(Deno.execPath(), ["task", "verify"], {
        cwd: root,
        env: { DATABASE_URL: newUrl },
      });
      assert.ok(verified.success, verified.output);
      await using web = await testWeb(newUrl);
      const { data } = await web.ask<{ salesOverview: { totalRevenue: number; totalOrders: number } }>(
        `{ salesOverview(period: CUSTOM, dateRange: { startDate: "2024-01-01T00:00:00Z", endDate: "2024-03-01T00:00:00Z" }) { totalRevenue totalOrders } }`,
      );
      assert.deepEqual(data.salesOverview, { totalRevenue: 175, totalOrders: 3 });
    }),
});
