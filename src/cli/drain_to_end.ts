/** Draining all that is touched, for whoever watches it. */
import { UsageError } from "../base/errors.ts";
import { pause } from "../base/stop.ts";
import type { Pool } from "../db/pool.ts";
import { statement } from "../db/statements.ts";
import { drain, type Drained, type DrainOptions } from "../precompute/drain.ts";
import { restAfter } from "../precompute/pace.ts";
import type { Report } from "./progress.ts";

export interface DrainToEndOptions extends DrainOptions {
  readonly signal: AbortSignal;
  /** Parts done, of all that were left when it began. */
  readonly report: Report;
  /** Told once, where another process drains as well: it does the same work, and nothing twice. */
  readonly onShared?: () => void;
}

/**
 * Drains batch after batch, alone or together with other processes, until nothing is left that can be rebuilt.
 * @returns undefined where it was stopped before, between two batches
 */
export async function drainToEnd(pool: Pool, options: DrainToEndOptions): Promise<Drained | undefined> {
  const { signal, report, onShared = () => {} } = options;
  let total = 0;
  let isShared = false;
  while (!signal.aborted) {
    const done = await drain(pool, options);
    if (done?.left === 0) return done;
    const left = await partsLeft(pool);
    total = Math.max(total, left);
    report(total - left, total);
    if (done) continue;
    if (!isShared) onShared();
    isShared = true;
    await pause(restAfter(undefined, 0), signal);
  }
  return undefined;
}

/** @throws UsageError with the reasons, where changes are set aside because their rebuild fails */
export function requireComplete({ setAside, failures }: Drained): void {
  if (setAside === 0) return;
  throw new UsageError(
    `Cannot rebuild ${setAside} changes; they are set aside, and tried again by deno task cron. ` +
      `touched.reason says why${failures.map((failure) => `\n  ${failure}`).join("")}`,
  );
}

async function partsLeft(pool: Pool): Promise<number> {
  const [row] = await pool.run<{ readonly parts: number }>(statement("precompute/parts_left"));
  return row?.parts ?? 0;
}
