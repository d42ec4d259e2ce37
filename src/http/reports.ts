/** Telling the other processes what was counted here, by the tier that all share, and hearing of theirs. */
import { createHash } from "node:crypto";
import type { CacheStore } from "../cache/store.ts";
import { type Counted, forgetOld } from "./counted.ts";
import { oldestSecond } from "./sliding_count.ts";

export interface Reports {
  /** Whether the tier did not answer lately: then nobody asks it. */
  isAway(): boolean;
  /** Tells of what was counted so far; does nothing while a report is on its way. */
  begin(key: string, counted: Counted, second: number): void;
  /** Resolves once the others know all that was counted so far, or the tier turns out to be away. */
  told(key: string, counted: Counted, second: number): Promise<void>;
  /** Waits for all that are on their way. */
  settle(): Promise<void>;
}

export interface ReportsOptions {
  /** What is counted: counts of one name know nothing of those of another. */
  readonly name: string;
  readonly store: CacheStore;
  /** Milliseconds of the wall clock. */
  readonly now: () => number;
}

/** A tier that did not answer is left alone for so long. */
const restMs = 1_000;
const ttlMs = 120_000;

export function createReports({ name, store, now }: ReportsOptions): Reports {
  const reports = new Set<Promise<void>>();
  let awayUntil = -Infinity;

  async function tell(key: string, counted: Counted, second: number): Promise<void> {
    forgetOld(counted, second);
    const { mine, others, unreported: told, unheard } = counted;
    counted.unreported = new Map();
    try {
      const all = await store.tally(nameOf(name, key), told, oldestSecond(second), ttlMs);
      counted.unheard -= unheard;
      const own = (at: number) => mine.in(at) - (counted.unreported.get(at) ?? 0);
      others.replace([...all].map(([at, count]) => [at, count - own(at)] as const));
    } catch {
      // It is told with the next report, and until then nobody waits for one.
      for (const [at, by] of counted.unreported) told.set(at, (told.get(at) ?? 0) + by);
      counted.unreported = told;
      awayUntil = now() + restMs;
    }
  }
  function start(key: string, counted: Counted, second: number): Promise<void> {
    const report = tell(key, counted, second).finally(() => {
      counted.report = undefined;
      reports.delete(report);
    });
    counted.report = report;
    reports.add(report);
    return report;
  }
  return {
    isAway: () => now() < awayUntil,
    begin(key, counted, second) {
      if (!counted.report) start(key, counted, second);
    },
    async told(key, counted, second) {
      // What is on its way left before the last was counted; the next report tells it, whoever starts that.
      await counted.report;
      await (counted.report ?? start(key, counted, second));
    },
    async settle() {
      while (reports.size > 0) await Promise.all(reports);
    },
  };
}

/** Whom it is about is nobody's to read in a shared cache. */
function nameOf(name: string, key: string): string {
  return `limit:${name}:${createHash("sha256").update(key).digest("base64url").slice(0, 22)}`;
}
