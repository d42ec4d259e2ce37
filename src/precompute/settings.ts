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
}

/** @throws UsageError naming what differs, and the command that builds the aggregates anew */
export async function checkSettings(
  database: Queryable,
  { timeZone, weekStart }: ShopSettings,
): Promise<void> {
  const [built] = await database.run<SettingsRow>(statement("jobs/settings"));
  const differences: string[] = [];
  if (built?.time_zone && built.time_zone !== timeZone) {
    differences.push(`SHOP_TIME_ZONE is ${timeZone}, and they are built for ${built.time_zone}`);
  }
  if (built?.week_start && built.week_start !== weekStart) {
    differences.push(
      `SHOP_WEEK_START is ${dayName(weekStart)}, and they are built for ${dayName(built.week_start)}`,
    );
  }
  if (differences.length === 0) return;
  throw new UsageError(
    `Cannot use the aggregates: ${
      differences.join("; ")
    }. Run deno task rebuild to build them anew, or set it back`,
  );
}

function dayName(weekStart: 1 | 7): string {
  return weekStart === 1 ? "monday" : "sunday";
}
