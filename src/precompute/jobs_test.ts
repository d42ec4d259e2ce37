import assert from "node:assert/strict";
import postgres from "postgres";
import { createClock } from "../base/clock.ts";
import { createLog } from "../base/log.ts";
import { createPool } from "../db/pool.ts";
import { testDatabase } from "../dev/test_database.ts";
import { jobs } from "./jobs.ts";

Deno.test("months are made by the next run where the orders were being read", async () => {
  await using database = await testDatabase();
  const pool = createPool({ url: database.url, size: 2, deadlineMs: 10_000, name: "test" });
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  const lines: string[] = [];
  const log = createLog({ write: (line) => lines.push(line) });
  const job = jobs.find(({ name }) => name === "create months");
  assert.ok(job);
  const context = { pool, log, clock: createClock(), timeZone: "UTC", weekStart: 1 } as const;
  await sql.begin(async (reader) => {
    await reader`select 1 from orders`;
    await job.run(context);
  });
  assert.match(lines.join(""), /months not created/);
  await job.run(context);
  assert.match(lines.at(-1) ?? "", /"message":"months created"/);
  await sql.end();
  await pool.close();
});
