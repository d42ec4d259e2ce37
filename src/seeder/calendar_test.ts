// deno-lint-ignore-file no-non-null-assertion -- what is missing fails the test
import assert from "node:assert/strict";
import { orderTimes, type Span } from "./calendar.ts";
import { Random } from "./random.ts";

function spanOf(from: string, until: string, timeZone: string): Span {
  return { from: Temporal.Instant.from(from), until: Temporal.Instant.from(until), timeZone };
}

function localTimes(span: Span, count: number): Temporal.ZonedDateTime[] {
  return Array.from(
    orderTimes(span, count, new Random(1, "times")),
    (seconds) => span.from.add({ seconds }).toZonedDateTimeISO(span.timeZone),
  );
}

function countBy<K>(
  times: readonly Temporal.ZonedDateTime[],
  key: (time: Temporal.ZonedDateTime) => K,
): Map<K, number> {
  return new Map(Map.groupBy(times, key).entries().map(([of, those]) => [of, those.length]));
}

for (
  const span of [
    spanOf("2022-11-21T23:00:00Z", "2025-11-22T21:17:05Z", "Europe/Berlin"),
    spanOf("2024-03-01T00:00:00Z", "2024-03-01T00:20:00Z", "UTC"),
    spanOf("2024-09-30T14:30:00Z", "2024-10-08T13:00:00.5Z", "Australia/Lord_Howe"),
  ]
) {
  for (const count of [1, 10, 5000]) {
    Deno.test(`${count} times from ${span.from} to ${span.until} ascend and lie in it`, () => {
      const times = orderTimes(span, count, new Random(1, "times"));
      assert.equal(times.length, count);
      assert.ok(times.every((time, index) => index === 0 || time >= times[index - 1]!));
      assert.ok(span.from.add({ seconds: times.at(-1)! }).epochMilliseconds < span.until.epochMilliseconds);
    });
  }
}

const years = localTimes(spanOf("2022-01-01T00:00:00Z", "2025-01-01T00:00:00Z", "UTC"), 60_000);

Deno.test("every year has about a third more than the one before", () => {
  const counts = countBy(years, (time) => time.year);
  for (const [year, before] of [[2023, 2022], [2024, 2023]] as const) {
    const growth = counts.get(year)! / counts.get(before)!;
    assert.ok(growth > 1.3 && growth < 1.4, `${year}: ${growth}`);
  }
});

Deno.test("November and December are the two largest months of each year", () => {
  for (const year of [2022, 2023, 2024]) {
    const counts = countBy(years.filter((time) => time.year === year), (time) => time.month);
    const largest = [...counts].sort(([, one], [, two]) => two - one).slice(0, 2).map(([month]) => month);
    assert.deepEqual(largest.sort(), [11, 12]);
  }
});

Deno.test("Saturday is the best day of the week and Sunday the weakest", () => {
  const counts = countBy(years, (time) => time.dayOfWeek);
  const days = [...counts].sort(([, one], [, two]) => two - one).map(([day]) => day);
  assert.equal(days[0], 6);
  assert.equal(days.at(-1), 7);
  const ratio = counts.get(6)! / counts.get(7)!;
  assert.ok(ratio > 1.4 && ratio < 1.7, String(ratio));
});

for (const timeZone of ["Asia/Kolkata", "America/Los_Angeles"]) {
  Deno.test(`evenings are busy and nights are quiet in ${timeZone}`, () => {
    const from = Temporal.PlainDate.from("2024-01-01").toZonedDateTime(timeZone).toInstant();
    const span = { from, until: Temporal.Instant.from("2025-01-01T00:00:00Z"), timeZone };
    const counts = countBy(localTimes(span, 50_000), (time) => time.hour);
    const hours = [...counts].sort(([, one], [, two]) => two - one).map(([hour]) => hour);
    assert.equal(hours[0], 20);
    assert.deepEqual(hours.slice(-3).sort(), [2, 3, 4]);
  });
}
