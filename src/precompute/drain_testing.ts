/** A shop to be drained, and what its drains leave behind, for tests of the drain. */
import assert from "node:assert/strict";
import type postgres from "postgres";
import { openStage, options, type Stage, wrongRows } from "../../tests/interleave.ts";
import { testDatabase } from "../dev/test_database.ts";
import { drain, drainAll, type Drained, type DrainOptions } from "./drain.ts";

/** @returns SQL that places so many orders on a day */
export function orders(count: number, day = "2024-01-10"): string {
  return `select place('${day}' || n, '${day}T12:00Z'::timestamptz + n * interval '1 minute', n) from generate_series(1, ${count}) n;`;
}

/** A shop with nothing sold yet, drained. */
export async function withShop(work: (stage: Stage) => Promise<void>): Promise<void> {
  await using database = await testDatabase();
  await using stage = await openStage(database);
  await drainAll(stage.pool, options);
  await work(stage);
}

/** Drains once, beside nobody. */
export async function drained(stage: Stage, given: DrainOptions = options): Promise<Drained> {
  const done = await drain(stage.pool, given);
  assert.ok(done);
  return done;
}

/** Fails unless every aggregate equals its definition, and nothing is touched. */
export async function assertRight({ pool }: Stage): Promise<void> {
  assert.deepEqual(await wrongRows(pool, false), []);
}

export async function rowsOf({ a }: Stage, text: string): Promise<postgres.Row[]> {
  return (await a.unsafe(text)).map((row) => ({ ...row }));
}

/** @returns the row of precompute_state */
export async function stateOf(stage: Stage): Promise<postgres.Row> {
  const [row] = await rowsOf(
    stage,
    "select to_json(as_of)#>>'{}' as as_of, heartbeat_at::text, generation::int, epoch, lineage from precompute_state",
  );
  assert.ok(row);
  return row;
}

/** @returns SQL after which a table takes only rows that meet the condition */
export function broken(table: string, condition: string): string {
  return `alter table ${table} add constraint broken check (${condition}) not valid`;
}

/** @returns SQL that undoes `broken` */
export function mended(table: string): string {
  return `alter table ${table} drop constraint broken`;
}

/** SQL after which what is set aside is tried again. */
export const becomeDue = "update touched set retry_at = transaction_timestamp() where reason is not null";

/** @returns what is set aside */
export function aside(stage: Stage): Promise<postgres.Row[]> {
  return rowsOf(
    stage,
    `select kind, coalesce(to_char(at, 'MM-DD HH24:MI'), '') as at, tries, reason ~ 'broken' as told,
      extract(epoch from retry_at - (select heartbeat_at from precompute_state))::int as wait
    from touched where reason is not null order by id`,
  );
}
