/** Drains over and over: at the pace of `pace.ts`, told in the log and in `job_runs`. */
import type { Log } from "../base/log.ts";
import { inSpan } from "../base/tracing.ts";
import type { Pool } from "../db/pool.ts";
import { drain, type Drained, type DrainOptions } from "./drain.ts";
import type { RunLedger } from "./job_runs.ts";
import type { PrecomputeMeter } from "./meter.ts";
import { restAfter, restAfterFailure } from "./pace.ts";
import type { Timing } from "./timing.ts";

export interface DrainerOptions extends DrainOptions {
  readonly pool: Pool;
  readonly log: Log;
  readonly runs: RunLedger;
  readonly timing: Timing;
  readonly stopped: AbortSignal;
  readonly meter?: PrecomputeMeter | undefined;
  /** Told as soon as the aggregates are built, and again each minute (each call): the drains do not wait for it. */
  readonly onBuilt: () => void;
}

/** Both finish the drain in hand when stopped, and never fail: what goes wrong is logged, and tried again. */
export interface Drainer {
  /** Until stopped. */
  keepOn(): Promise<void>;
  /** Until nothing is left, or `mostMs` have passed: for platforms that end a process between its schedules. */
  catchUp(mostMs: number): Promise<void>;
}

interface Timed {
  /** undefined where another process drains. */
  readonly done: Drained | undefined;
  readonly tookMs: number;
}

const job = "drain";
// Drains that share a row in job_runs.
const spellMs = 60_000;

export function createDrainer(options: DrainerOptions): Drainer {
  const { pool, runs, timing, stopped, clock, onBuilt, meter } = options;
  const log = options.log.with({ job });
  const tell = createTeller(log);
  let failures = 0;

  async function drainOnce(): Promise<Timed> {
    const before = timing.now();
    const done = await inSpan("drain", () => drain(pool, options));
    const tookMs = timing.now() - before;
    failures = 0;
    if (done) {
      meter?.drained(done, tookMs);
      tell(done, tookMs);
    }
    return { done, tookMs };
  }

  /**
   * Drains once, and on for as long as `goesOn` after each.
   * @returns milliseconds until the next drain may start
   */
  async function spell(goesOn: (last: Drained | undefined) => boolean): Promise<number> {
    const record = openRecord(runs, clock.wall());
    let isTold = false;
    try {
      let restMs: number;
      for (;;) {
        const { done, tookMs } = await drainOnce();
        await record.add(done?.taken ?? 0);
        if (done?.asOf && !isTold) onBuilt();
        // A build may begin anew.
        if (done) isTold = done.asOf !== undefined;
        restMs = restAfter(done, tookMs);
        if (!goesOn(done)) break;
        await timing.pause(restMs, stopped);
        if (stopped.aborted) break;
      }
      await record.end();
      return restMs;
    } catch (error) {
      failures += 1;
      meter?.drainFailed();
      log.error("drain failed; it is tried again, and nothing is lost", { failures, error });
      // Where the database is gone, so is the place to write it down.
      await record.end(error).catch(() => {});
      return restAfterFailure(failures);
    }
  }

  return {
    async keepOn() {
      while (!stopped.aborted) {
        const end = timing.now() + spellMs;
        const restMs = await spell(() => timing.now() < end);
        await timing.pause(restMs, stopped);
      }
    },
    async catchUp(mostMs) {
      const end = timing.now() + mostMs;
      await spell((last) => last !== undefined && last.left > 0 && timing.now() < end);
    },
  };
}

/** One row for many drains: begun by the first that took something, or by a failure. */
function openRecord(runs: RunLedger, startedAt: Temporal.Instant) {
  let id: string | undefined;
  let rows = 0;
  async function begin(): Promise<void> {
    if (id !== undefined) return;
    // Drains need no turn, and another process may share in them: what is still open after so long is nobody's.
    await runs.closeKilled(job, startedAt.subtract({ milliseconds: 2 * spellMs }));
    id = await runs.start(job, startedAt);
  }
  return {
    async add(taken: number): Promise<void> {
      if (taken > 0) await begin();
      rows += taken;
    },
    async end(error?: unknown): Promise<void> {
      if (error !== undefined) await begin();
      if (id !== undefined) await runs.finish(id, rows, error);
    },
  };
}

const slowMs = 1_000;
const mostFailuresTold = 5;

/** @returns a function that logs what a drain did: at once where it shows or matters, in debug where it is routine */
function createTeller(log: Log): (done: Drained, tookMs: number) => void {
  let setAside = 0;
  let wasBehind = false;
  return (done, tookMs) => {
    const { taken, left } = done;
    const fields = { taken, left, ms: Math.round(tookMs), asOf: done.asOf?.toString() ?? null };
    // The drain that catches up ends the story that the ones before it began.
    if (left > 0 || wasBehind || tookMs >= slowMs) log.info("drained", fields);
    else if (taken > 0) log.debug("drained", fields);
    wasBehind = left > 0;
    if (done.setAside === setAside) return;
    setAside = done.setAside;
    if (setAside === 0) log.info("no changes are set aside any more");
    else {
      log.error("changes are set aside: their rebuild fails, and is tried again", {
        setAside,
        failures: done.failures.slice(0, mostFailuresTold),
        advice: "touched.reason says why; questions read these days from the orders meanwhile",
      });
    }
  };
}
