import assert from "node:assert/strict";
import { readInstant } from "./dates.ts";
import { Reject } from "./reject.ts";

const good: readonly [text: string, zone: string, instant: string][] = [
  ["2024-02-29", "UTC", "2024-02-29T00:00:00Z"],
  ["20240229", "UTC", "2024-02-29T00:00:00Z"],
  ["2024-02-29", "Europe/Berlin", "2024-02-28T23:00:00Z"],
  ["2024-07-01T12:30", "Europe/Berlin", "2024-07-01T10:30:00Z"],
  ["2024-07-01 12:30:15", "America/New_York", "2024-07-01T16:30:15Z"],
  ["2024-07-01T12:30:15.123456789", "UTC", "2024-07-01T12:30:15.123456Z"],
  ["2024-07-01T12:30:15,5Z", "Asia/Tokyo", "2024-07-01T12:30:15.5Z"],
  ["20240701T123015Z", "UTC", "2024-07-01T12:30:15Z"],
  ["2024-07-01T12", "UTC", "2024-07-01T12:00:00Z"],
  ["2024-07-01T12:30:00+05:30", "UTC", "2024-07-01T07:00:00Z"],
  ["2024-07-01t12:30:00z", "UTC", "2024-07-01T12:30:00Z"],
  // As Shopify writes it.
  ["2025-10-07 09:50:26 +0200", "UTC", "2025-10-07T07:50:26Z"],
  ["2024-07-01T12:30:00-04", "UTC", "2024-07-01T16:30:00Z"],
  // The clock skips 02:00 to 03:00, and shows 02:00 to 03:00 twice.
  ["2024-03-31T02:30", "Europe/Berlin", "2024-03-31T01:30:00Z"],
  ["2024-10-27T02:30", "Europe/Berlin", "2024-10-27T00:30:00Z"],
  // A day that begins at one o'clock.
  ["2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00Z"],
  ["1970-01-01", "Asia/Tokyo", "1969-12-31T15:00:00Z"],
  ["2100-12-31T23:59:59", "UTC", "2100-12-31T23:59:59Z"],
];
for (const [text, zone, instant] of good) {
  Deno.test(`${text} in ${zone} is ${instant}`, () => assert.equal(readInstant(text, zone), instant));
}

const bad: readonly [text: string, reason: RegExp][] = [
  ["", /ISO 8601/],
  ["yesterday", /ISO 8601/],
  ["11/08/2016", /ISO 8601/],
  ["08.11.2016", /ISO 8601/],
  ["2024-1-5", /ISO 8601/],
  ["2024-0105", /ISO 8601/],
  ["24-01-05", /ISO 8601/],
  ["2024-01", /ISO 8601/],
  ["2024-W05-1", /ISO 8601/],
  ["45384.34", /ISO 8601/],
  ["2024-01-05T", /ISO 8601/],
  ["2024-01-05 12:30 PM", /ISO 8601/],
  ["2024-01-05T12:30[Europe/Berlin]", /ISO 8601/],
  ["-2024-01-05", /ISO 8601/],
  ["+012024-01-05", /ISO 8601/],
  ["2024-02-30", /impossible/],
  ["2023-02-29", /impossible/],
  ["2024-13-01", /impossible/],
  ["2024-00-10", /impossible/],
  ["2024-01-00", /impossible/],
  ["2024-01-05T25:00", /impossible/],
  ["2024-01-05T24:00", /impossible/],
  ["2024-01-05T12:60", /impossible/],
  ["2024-01-05T12:30+99:00", /impossible/],
  ["2024-02-30T12:30Z", /impossible/],
  ["1969-12-31", /1970 to 2100/],
  ["0000-01-01", /1970 to 2100/],
  ["2101-01-01", /1970 to 2100/],
  ["9999-12-31T23:59:59Z", /1970 to 2100/],
];
for (const [text, reason] of bad) {
  Deno.test(`"${text}" is no date`, () => {
    assert.throws(
      () => readInstant(text, "Europe/Berlin"),
      (error) => error instanceof Reject && reason.test(error.message),
    );
  });
}
