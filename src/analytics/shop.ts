/** The shop itself: what its data covers, and how fresh its answers are. */
import { version } from "../base/version.ts";
import { statement } from "../db/statements.ts";
import type { Analytics } from "./analytics.ts";
import { type Answer, answerOf, type AnswerRow, type Lane } from "./answer.ts";
import { isBuilt } from "./lane.ts";
import type { Range } from "./period.ts";

/** What gives numbers their meaning. */
export interface ShopSettings {
  readonly timeZone: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly weekStart: "MONDAY" | "SUNDAY";
  /** The business clock. */
  readonly now: Temporal.Instant;
  /** Laneway's own. */
  readonly version: string;
}

/** @returns what the shop is set to, and what it is now by the business clock */
export function shopSettings({ calendar, currency, clock }: Analytics): ShopSettings {
  const weekStart = calendar.weekStart === 1 ? "MONDAY" : "SUNDAY";
  return { timeZone: calendar.timeZone, currency, weekStart, now: clock.business(), version };
}

interface Row extends AnswerRow {
  readonly first_order: Temporal.Instant | null;
  readonly last_order: Temporal.Instant | null;
}

/** @returns from the first completed order to just past the last; null while there is none */
export async function dataRange(analytics: Analytics): Promise<Answer<Range | null>> {
  // Two looks into an index: not among what may take long, as every page asks for it.
  const rows = await analytics.database.run<Row>(statement("queries/shop.DIRECT"));
  const [row] = rows;
  const value = row?.first_order && row.last_order
    // Postgres keeps microseconds, and a range excludes its end.
    ? { from: row.first_order, to: row.last_order.add({ microseconds: 1 }) }
    : null;
  return answerOf(rows, "DIRECT", value);
}

export interface LaneFreshness {
  readonly lane: Lane;
  /** Null while the lane holds nothing for the shop's zone. */
  readonly asOf: Temporal.Instant | null;
  /** In seconds of real time, never negative. */
  readonly ageSeconds: number | null;
}

/** @returns how fresh the answers of each lane are, the fastest lane first; of several views the oldest counts */
export async function freshness({ coverage, calendar, clock }: Analytics): Promise<readonly LaneFreshness[]> {
  const covered = await coverage();
  const now = clock.wall();
  const [oldestView] = covered.views.filter((view) => view.timeZone === calendar.timeZone)
    .map((view) => view.asOf).sort(Temporal.Instant.compare);
  const of = (lane: Lane, asOf: Temporal.Instant | undefined): LaneFreshness => ({
    lane,
    asOf: asOf ?? null,
    // The database's clock may run ahead of ours.
    ageSeconds: asOf ? Math.max(0, asOf.until(now).round("millisecond").total("seconds")) : null,
  });
  return [
    of("VIEW", oldestView),
    of("AGGREGATE", isBuilt(covered, calendar) ? covered.asOf : undefined),
    of("DIRECT", now),
  ];
}
