/**
 * For tests: a process that drains one database without rest, to be killed at any moment. With `careless` behind the
 * database's address, it takes touched rows in a transaction of its own before the one that rebuilds what they name, as
 * drains are often written: what it had taken when it was killed is lost.
 */
import { createClock } from "../src/base/clock.ts";
import { createPool, type Pool, type Transaction } from "../src/db/pool.ts";
import { parseStatement, statement } from "../src/db/statements.ts";
import { drain, type DrainOptions } from "../src/precompute/drain.ts";

/** Small batches, so that many are under way in a short time. */
export const drainOptions: DrainOptions = {
  timeZone: "America/New_York",
  weekStart: 7,
  clock: createClock(Temporal.Instant.from("2011-11-20T04:59:59Z")),
  batch: 1_000,
};
/** Shown in `pg_stat_activity`. */
export const drainerName = "crash drainer";
const deadlineMs = 60_000;

const takings = new Set([statement("drain/take_ranges"), statement("drain/take_keys")]);
const takeApart = [
  "create temporary table apart as select * from taken",
  "commit",
  "begin isolation level repeatable read, read write",
].map((text) => parseStatement(text, text));
const goOn = [
  statement("precompute/lock"),
  statement("drain/begin"),
  parseStatement("keep", "insert into taken select * from apart"),
  parseStatement("forget", "drop table apart"),
];

function careless(pool: Pool): Pool {
  const apart = (transaction: Transaction): Transaction => ({
    ...transaction,
    async run<R extends object>(...[asked, parameters]: Parameters<Transaction["run"]>) {
      const rows = await transaction.run<R>(asked, parameters);
      for (const step of takings.has(asked) ? [...takeApart, ...goOn] : []) await transaction.run(step);
      return rows;
    },
  });
  return {
    ...pool,
    snapshot: (mode, work) => pool.snapshot(mode, (transaction) => work(apart(transaction))),
  };
}

if (import.meta.main) {
  const [url = "", manner] = Deno.args;
  const connected = createPool({ url, size: 1, deadlineMs, name: drainerName });
  const pool = manner === "careless" ? careless(connected) : connected;
  Deno.stdout.writeSync(new TextEncoder().encode("begins\n"));
  for (;;) {
    // What a killed process left may still hold the lock for a moment.
    if (!await drain(pool, drainOptions)) await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
