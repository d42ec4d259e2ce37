/** The materialized views: refreshed from the aggregates, all from one snapshot, while they are read. */
import type { Log } from "../base/log.ts";
import type { Pool, Queryable } from "../db/pool.ts";
import { parseStatement, statement } from "../db/statements.ts";
import { isLockTaken } from "./lock.ts";

export const views = ["mv_daily_sales", "mv_product_performance", "mv_customer_segments"] as const;
type View = (typeof views)[number];

/** Small views of one of those: refreshed right after it, so that they are of what it holds and its state is theirs. */
const viewsOf: Readonly<Partial<Record<View, readonly string[]>>> = {
  mv_customer_segments: ["mv_rfm_scores", "mv_customer_ranks", "mv_customer_counts"],
};

/** "light" leaves out the views that took longer than `lightMs` the last time. */
export type Choice = "light" | "all";

// A refresh every quarter of an hour may cost a fifteenth of a core, and no more while the shop is busy.
const lightMs = 60_000;
// The shop's hours, the last one excluded. Nearly every zone moves its clock outside of them.
const quiet = { from: 3, until: 5 };

/** @returns which views to refresh at this instant of the wall clock: heavy ones in the shop's quiet hours alone */
export function viewsToRefresh(now: Temporal.Instant, timeZone: string): Choice {
  const { hour } = now.toZonedDateTimeISO(timeZone);
  return hour >= quiet.from && hour < quiet.until ? "all" : "light";
}

/**
 * @param job the name under which refreshes are recorded in job_runs
 * @returns whether a view is not there for readers yet, although the aggregates are: after a build, the first or another; not
 * where the job has just failed
 */
export async function areViewsMissing(database: Queryable, job: string): Promise<boolean> {
  const [row] = await database.run<{ readonly missing: boolean }>(statement("views/missing"), {
    names: views,
    job,
  });
  return row?.missing ?? false;
}

/**
 * Readers go on with what a view held before, until all are replaced at once. Drains go on too.
 * @returns how many rows the refreshed views hold; 0 where another process refreshes them, or where the aggregates are
 *   not complete: then the views stay as they were
 */
export async function refreshViews(
  { pool, log }: { readonly pool: Pool; readonly log: Log },
  choice: Choice,
): Promise<number> {
  try {
    const { refreshed, heavy } = await pool.snapshot(
      "write",
      (transaction) => refreshIn(transaction, choice),
    );
    if (refreshed.length > 0) log.info("views refreshed", { refreshed });
    if (heavy.length > 0) log.info("heavy views wait for the shop's quiet hours", { heavy });
    return refreshed.reduce((sum, { rows }) => sum + rows, 0);
  } catch (error) {
    if (!isLockTaken(error)) throw error;
    log.debug("another process is refreshing the views");
    return 0;
  }
}

interface Chosen {
  readonly name: View;
  /** Null before the first refresh, and after a build for another time zone. */
  readonly took_ms: number | null;
}

interface Refreshed {
  readonly view: View;
  readonly rows: number;
  readonly ms: number;
}

async function refreshIn(
  transaction: Queryable,
  choice: Choice,
): Promise<{ readonly refreshed: readonly Refreshed[]; readonly heavy: readonly View[] }> {
  await transaction.run(statement("views/lock"));
  const chosen = await transaction.run<Chosen>(statement("views/choose"), { names: views });
  const isHeavy = ({ took_ms }: Chosen) => choice === "light" && took_ms !== null && took_ms > lightMs;
  const refreshed: Refreshed[] = [];
  for (const { name } of chosen.filter((view) => !isHeavy(view))) {
    refreshed.push(await refreshOne(transaction, name));
  }
  return { refreshed, heavy: chosen.filter(isHeavy).map(({ name }) => name) };
}

async function refreshOne(transaction: Queryable, view: View): Promise<Refreshed> {
  const started = performance.now();
  for (const name of [view, ...viewsOf[view] ?? []]) {
    await transaction.run(parseStatement(`refresh ${name}`, `select refresh_view('${name}')`));
  }
  const ms = Math.round(performance.now() - started);
  await transaction.run(statement("views/record"), { name: view, took_ms: ms });
  const [counted] = await transaction.run<{ readonly rows: number }>(
    parseStatement(`count ${view}`, `select count(*)::integer as rows from ${view}`),
  );
  return { view, rows: counted?.rows ?? 0, ms };
}
