import assert from "node:assert/strict";
import postgres from "postgres";
import { UsageError } from "../base/errors.ts";
import { createPool } from "../db/pool.ts";
import { testDatabase } from "../dev/test_database.ts";
import { checkSettings } from "./settings.ts";

Deno.test("settings that the aggregates are not built for are refused, each by name and with the way out", async () => {
  await using database = await testDatabase();
  const pool = createPool({ url: database.url, size: 1, deadlineMs: 10_000, name: "test" });
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  try {
    // Never built: everything fits.
    await checkSettings(pool, { timeZone: "Asia/Kolkata", weekStart: 7 });
    await sql`update precompute_state set time_zone = 'Europe/Berlin', week_start = 1`;
    await checkSettings(pool, { timeZone: "Europe/Berlin", weekStart: 1 });
    const cases = [
      ["UTC", 1, "SHOP_TIME_ZONE is UTC, and they are built for Europe/Berlin"],
      ["Europe/Berlin", 7, "SHOP_WEEK_START is sunday, and they are built for monday"],
      [
        "UTC",
        7,
        "SHOP_TIME_ZONE is UTC, and they are built for Europe/Berlin; " +
        "SHOP_WEEK_START is sunday, and they are built for monday",
      ],
    ] as const;
    const ways = [
      [null, "Run deno task rebuild to build them anew, or set it back"],
      [
        "2022-01-31T23:00:00Z",
        "They cannot be built anew, because orders before 2022-01-31T23:00:00Z are archived: set it back",
      ],
    ] as const;
    for (const [closedBefore, way] of ways) {
      await sql`update precompute_state set closed_before = ${closedBefore}`;
      await checkSettings(pool, { timeZone: "Europe/Berlin", weekStart: 1 });
      for (const [timeZone, weekStart, difference] of cases) {
        await assert.rejects(checkSettings(pool, { timeZone, weekStart }), (error) => {
          assert.ok(error instanceof UsageError);
          assert.equal(error.message, `Cannot use the aggregates: ${difference}. ${way}`);
          return true;
        });
      }
    }
  } finally {
    await sql.end();
    await pool.close();
  }
});
