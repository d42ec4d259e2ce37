import assert from "node:assert/strict";
import fc from "fast-check";
import { UserInputError } from "../base/errors.ts";
import { cursorOf, type KeyKind, pageOf, type Place, placeOf } from "./cursor.ts";

const id = "0190a0b0-0000-7000-8000-000000000001";
const order = ["products", "REVENUE", "MONTH", { regions: null }];

/** @returns a cursor that nobody was given */
function forged(content: unknown): string {
  return btoa(typeof content === "string" ? content : JSON.stringify(content));
}

Deno.test("a cursor gives back the place it was made of", () => {
  const kinds: Readonly<Record<KeyKind, readonly (string | null)[]>> = {
    number: ["0", "-12.5000", "725457.8245", "0.1234567890123456", null],
    count: ["0", "17", "9".repeat(18), null],
    day: ["2024-02-29", "0001-01-01", null],
    text: ["", "Zoë “Z” O'Neil, 50 % \\", "ß".repeat(255), null],
  };
  for (const [kind, keys] of Object.entries(kinds)) {
    for (const key of keys) {
      const place: Place = { key, id };
      const cursor = cursorOf(order, place);
      assert.match(cursor, /^[\w-]+$/, "goes into a URL as it is");
      assert.deepEqual(placeOf("after", cursor, order, kind as KeyKind), place);
    }
  }
});

Deno.test("what is no cursor is refused, and named", () => {
  const real = cursorOf(order, { key: "12.5", id });
  const mark: unknown = JSON.parse(atob(real))[0];
  const wrong = [
    "",
    "x",
    "!!!",
    real.slice(0, -4),
    forged("[]"),
    forged("{"),
    forged(null),
    forged([mark, "12.5"]),
    forged([mark, 12.5, id]),
    forged([mark, "12.5", "1; drop table orders"]),
    forged([mark, "NaN", id]),
    forged([mark, "1e9999", id]),
    forged([mark, "9".repeat(41), id]),
    forged([mark, "12.5", null]),
  ];
  for (const cursor of wrong) {
    assert.throws(() => placeOf("after", cursor, order, "number"), (error) => {
      assert.ok(error instanceof UserInputError, cursor);
      assert.match(
        error.message,
        /^Argument after must be a cursor that an earlier page gave, got "/,
        cursor,
      );
      return true;
    });
  }
  const others: Readonly<Record<Exclude<KeyKind, "number">, readonly string[]>> = {
    count: ["1.5", "-1", "9".repeat(19)],
    day: ["2024-02-30", "2024-13-01", "0000-01-01", "today"],
    text: ["a\0"],
  };
  for (const [kind, keys] of Object.entries(others)) {
    for (const key of keys) {
      const cursor = forged([mark, key, id]);
      assert.throws(() => placeOf("after", cursor, order, kind as KeyKind), UserInputError, key);
    }
  }
});

Deno.test("the cursor of another list is refused", () => {
  const others = [
    ["customers", "REVENUE", "MONTH", { regions: null }],
    ["products", "UNITS", "MONTH", { regions: null }],
    ["products", "REVENUE", "YEAR", { regions: null }],
    ["products", "REVENUE", "MONTH", { regions: ["West"] }],
  ];
  for (const other of others) {
    const cursor = cursorOf(other, { key: "1", id });
    assert.throws(() => placeOf("after", cursor, order, "number"), (error) => {
      assert.ok(error instanceof UserInputError);
      assert.match(
        error.message,
        /^Argument after must be a cursor of the same list: with the same sort, range/,
      );
      return true;
    });
  }
});

Deno.test("no text breaks the reading of a cursor", () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json().map(forgedUtf8)), (cursor) => {
    assert.throws(() => placeOf("after", cursor, order, "number"), UserInputError);
  }));
});

function forgedUtf8(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

Deno.test("a page knows whether others come before and after it", () => {
  const entries = ["a", "b"].map((cursor) => ({ cursor, node: cursor }));
  const cases = [
    [entries, 1, 2, [false, false, "a", "b"]],
    [entries, 1, 3, [true, false, "a", "b"]],
    [entries, 2, 3, [false, true, "a", "b"]],
    [entries, 5, 9, [true, true, "a", "b"]],
    [[], undefined, 0, [false, false, null, null]],
    [[], undefined, 3, [false, true, null, null]],
  ] as const;
  for (const [edges, first, total, expected] of cases) {
    const { pageInfo, totalCount } = pageOf(edges, first, total);
    assert.deepEqual(
      [pageInfo.hasNextPage, pageInfo.hasPreviousPage, pageInfo.startCursor, pageInfo.endCursor],
      expected,
    );
    assert.equal(totalCount, total);
  }
});
