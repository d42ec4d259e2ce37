import assert from "node:assert/strict";
import { createClock } from "../base/clock.ts";
import { createLog } from "../base/log.ts";
import { createPool, type Pool } from "../db/pool.ts";
import { testDatabase } from "../dev/test_database.ts";
import { findDifference, firstDifference, type OffsetAt, warnOfZoneData } from "./zone_data.ts";

async function withPool(work: (pool: Pool) => Promise<void>): Promise<void> {
  await using database = await testDatabase({ migrated: false });
  const pool = createPool({ url: database.url, size: 1, deadlineMs: 10_000, name: "test" });
  try {
    await work(pool);
  } finally {
    await pool.close();
  }
}

async function warningsOf(pool: Pool, timeZone: string): Promise<readonly Record<string, unknown>[]> {
  const lines: Record<string, unknown>[] = [];
  const log = createLog({ write: (line) => void lines.push(JSON.parse(line)) });
  await warnOfZoneData(pool, timeZone, createClock(), log);
  return lines;
}

Deno.test("the first of the instants at which the offsets differ is told, with both", () => {
  const instant = (text: string) => Temporal.Instant.from(text);
  const offsets = [
    { at: instant("2026-10-25T00:00:00Z"), seconds: -25_200 },
    { at: instant("2026-11-01T00:00:00Z"), seconds: -25_200 },
    { at: instant("2026-11-08T00:00:00Z"), seconds: -25_200 },
  ];
  const autumn = instant("2026-11-01T00:00:00Z");
  const winter: OffsetAt = (at) => Temporal.Instant.compare(at, autumn) < 0 ? -25_200 : -28_800;
  assert.deepEqual(firstDifference(offsets, winter), { at: autumn, postgres: -25_200, deno: -28_800 });
  assert.equal(firstDifference(offsets, () => -25_200), undefined);
  assert.equal(firstDifference([], winter), undefined);
});

Deno.test("a difference between two weeks of the grid is found where it begins", async () => {
  await withPool(async (pool) => {
    // As a release of the zone data would have it that knew of no summer time from 2027 on.
    const abolished = Temporal.Instant.from("2027-01-01T00:00:00Z");
    const deno: OffsetAt = (at) =>
      Temporal.Instant.compare(at, abolished) < 0
        ? at.toZonedDateTimeISO("Europe/Berlin").offsetNanoseconds / 1e9
        : 3600;
    const find = (to: string) => findDifference(pool, "Europe/Berlin", Temporal.Instant.from(to), deno);
    assert.equal(await find("2027-03-20T00:00:00Z"), undefined);
    assert.deepEqual(await find("2028-03-20T00:00:00Z"), {
      at: Temporal.Instant.from("2027-03-28T01:00:00Z"),
      postgres: 7200,
      deno: 3600,
    });
  });
});

Deno.test("zones that Postgres and Deno agree about are not warned of", async () => {
  await withPool(async (pool) => {
    for (const zone of ["UTC", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe"]) {
      assert.deepEqual(await warningsOf(pool, zone), [], zone);
    }
  });
});

Deno.test("a warning says from when on, by how much, and what to do", async () => {
  await withPool(async (pool) => {
    // East of Greenwich for Temporal, and west of it for Postgres, as POSIX has it.
    const [{ level, message } = {}, ...more] = await warningsOf(pool, "+05:30");
    assert.deepEqual([level, more], ["warn", []]);
    assert.equal(
      message,
      "Postgres and Deno disagree about +05:30 from 1970-01-01T00:00:00Z on: UTC-05:30 against UTC+05:30. Answers about " +
        "days after that may differ by how they are found: update the time zone data of Postgres, or Deno, whichever is " +
        "older, and then run deno task rebuild if there are orders after that instant",
    );
  });
});
