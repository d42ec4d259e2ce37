import assert from "node:assert/strict";
import postgres from "postgres";
import { createClock } from "../base/clock.ts";
import { createLog } from "../base/log.ts";
import { createPool } from "../db/pool.ts";
import { testDatabase } from "../dev/test_database.ts";
import { header, importText, shop } from "../importer/testing.ts";
import { drainAll } from "../precompute/drain.ts";
import { isEqual, verifyAggregates } from "../precompute/verify.ts";
import { refreshViews } from "../precompute/views.ts";
import { command, output } from "./command_testing.ts";

const at = (name: string) => new URL(name, import.meta.url).href;
const file = [
  `${header},customer_name,customer_email`,
  "1,2024-01-01,c1,p1,1,10,Ann Canary,ann.canary@shop.example",
  "2,2024-01-02,c2,p1,2,10,Bob,bob@shop.example",
].join("\n");

Deno.test("who is forgotten is named nowhere any more, whatever is imported again, and every figure stays", async () => {
  await using database = await testDatabase();
  const { url } = database;
  const run = (program: string, ...args: string[]) =>
    output(command(at(program), args, { DATABASE_URL: url }));
  await importText(url, file);
  const pool = createPool({ url, size: 2, deadlineMs: 60_000, name: "test" });
  const settings = { timeZone: shop.timeZone, weekStart: 1, clock: createClock() } as const;
  await drainAll(pool, settings);
  await refreshViews({ pool, log: createLog({ write: () => {} }) }, "all");
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const [ann] = await sql`select id from customers where email like 'ann%'`;
  const figures = async () => Array.from(await sql`select * from agg_hourly_metrics order by metric_hour`);
  const before = await figures();

  const forgotten = await run("customer.ts", "forget", String(ann?.id));
  assert.equal(forgotten.out, `Forgot ${ann?.id}.\n`, forgotten.err);
  await importText(url, `${file}\n3,2024-01-03,c1,p1,1,10,Ann Canary,ann.canary@shop.example`);
  await sql`update customers set name = 'Ann Canary', email = 'ann.canary@shop.example', forgotten_at = null where id = ${ann?.id}`;
  await drainAll(pool, settings);

  const tables = await sql<{ name: string }[]>`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'archive') and relkind in ('r', 'p', 'm')`;
  for (const { name } of tables) {
    const found = await sql.unsafe(`select 1 from ${name} t where t::text ilike '%canary%'`);
    assert.equal(found.length, 0, name);
  }
  assert.equal((await sql`select * from customers where email = 'bob@shop.example'`).length, 1);
  assert.deepEqual((await figures()).slice(0, before.length), before);
  assert.ok((await verifyAggregates(pool, {})).tables.every(isEqual));
  await Promise.all([sql.end(), pool.close()]);

  const [missing, wrong, audit] = await Promise.all([
    run("customer.ts", "forget", crypto.randomUUID()),
    run("customer.ts", "forget", "1"),
    run("audit.ts", "--subject", String(ann?.id), "--json"),
  ]);
  assert.match(missing.err, /^Cannot forget customer .*: there is none of this id/);
  assert.match(wrong.err, /^Cannot run customer forget 1/);
  const { actor, action } = JSON.parse(audit.out);
  assert.deepEqual([actor.split(":")[0], action], ["command", "customer forgotten"]);
});
