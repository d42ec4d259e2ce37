/** Refuses to start where the aggregates are cut by another time zone or week than the shop's. */
import { UsageError } from "../base/errors.ts";
import type { Queryable } from "../db/pool.ts";
import { statement } from "../db/statements.ts";

export interface ShopSettings {
  readonly timeZone: string;
  /** 1 is Monday, 7 is Sunday. */
  readonly weekStart: 1 | 7;
}

interface SettingsRow {
  readonly time_zone: string | null;
  readonly week_start: 1 | 7 | null;
  readonly closed_before: Temporal.Instant | null;
}

/** @throws UsageError as `requireSettings` */
export async function checkSettings(database: Queryable, settings: ShopSettings): Promise<void> {
  const [built] = await database.run<SettingsRow>(statement("jobs/settings"));
  requireSettings(settings, built);
}

/** @throws UsageError naming what differs, and the command that builds the aggregates anew, or why none can */
export function requireSettings(settings: ShopSettings, built: SettingsRow | undefined): void {
  const differences = differencesOf(settings, built);
  if (differences.length === 0) return;
  throw new UsageError(
    `Cannot use the aggregates: ${differences.join("; ")}. ${
      built?.closed_before
        ? `They cannot be built anew, because orders before ${built.closed_before} are archived: set it back`
        : "Run deno task rebuild to build them anew, or set it back"
    }`,
  );
}

/** @returns for each setting that the aggregates are not built for what it is and what it was, by its variable's name */
export function differencesOf(
  { timeZone, weekStart }: ShopSettings,
  built: Pick<SettingsRow, "time_zone" | "week_start"> | undefined,
): readonly string[] {
  const differences: string[] = [];
  if (built?.time_zone && built.time_zone !== timeZone) {
    differences.push(`SHOP_TIME_ZONE is ${timeZone}, and they are built for ${built.time_zone}`);
  }
  if (built?.week_start && built.week_start !== weekStart) {
    differences.push(
      `SHOP_WEEK_START is ${dayName(weekStart)}, and they are built for ${dayName(built.week_start)}`,
    );
  }
  return differences;
}

function dayName(weekStart: 1 | 7): string {
  return weekStart === 1 ? "monday" : "sunday";
}
