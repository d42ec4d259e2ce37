import assert from "node:assert/strict";
import fc from "fast-check";
import { type GraphQLFormattedError, parseValue } from "graphql";
import { CalendarDate, DateTime } from "./scalars.ts";
import { createTestExecutor, plain, testCaller as caller } from "./testing.ts";

const { execute } = createTestExecutor();

const instants: readonly [text: string, printed: string][] = [
  ["2017-12-30T23:59:59.999Z", "2017-12-30T23:59:59.999Z"],
  ["2017-12-30T23:59:59.123456789Z", "2017-12-30T23:59:59.123456789Z"],
  ["2017-12-30T12:00Z", "2017-12-30T12:00:00Z"],
  ["2017-12-30t12:00:00z", "2017-12-30T12:00:00Z"],
  ["2017-12-30T00:30:00+05:30", "2017-12-29T19:00:00Z"],
  ["2016-02-29T00:00:00-03:00", "2016-02-29T03:00:00Z"],
  ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"],
];

Deno.test("an instant with its zone is read, in any offset, and written in UTC", async () => {
  for (const [text, printed] of instants) {
    const byVariable = await execute(
      { query: "query($at: DateTime!) { instant(at: $at) }", variables: { at: text } },
      caller,
    );
    const byLiteral = await execute({ query: `{ instant(at: ${JSON.stringify(text)}) }` }, caller);
    assert.deepEqual({ ...byVariable.data }, { instant: printed });
    assert.deepEqual({ ...byLiteral.data }, { instant: printed });
  }
});

const wrong: readonly [type: "DateTime" | "Date", value: unknown, why: RegExp][] = [
  ["DateTime", "2017-12-30T09:00:00", /needs a time and its zone, such as/],
  ["DateTime", "2017-12-30 09:00:00", /needs a time and its zone/],
  ["DateTime", "2017-12-30", /needs a time and its zone/],
  ["DateTime", "30.12.2017", /must be ISO 8601/],
  ["DateTime", "2017-12-30T09:00:00[Europe/Berlin]", /must be ISO 8601/],
  ["DateTime", "2017-12-30T09:00:00+01:00[Europe/Berlin]", /must be ISO 8601/],
  ["DateTime", "2017-02-29T09:00:00Z", /no such day or time/],
  ["DateTime", "2017-13-01T09:00:00Z", /no such day or time/],
  ["DateTime", "2017-12-30T24:00:00Z", /no such day or time/],
  ["DateTime", "2017-12-30T23:59:60Z", /must be ISO 8601/],
  ["DateTime", "2017-12-30T23:00:00+25:00", /no such day or time/],
  ["DateTime", "0000-06-01T00:00:00Z", /no such day or time/],
  ["DateTime", "0001-01-01T00:00:00+01:00", /no such day or time/],
  ["DateTime", "9999-12-31T23:59:59-01:00", /no such day or time/],
  ["DateTime", "", /must be ISO 8601/],
  ["DateTime", 1514678399, /must be a string/],
  ["DateTime", true, /must be a string/],
  ["DateTime", ["2017-12-30T09:00:00Z"], /must be a string/],
  ["DateTime", "x".repeat(1000), /Cannot read "x{59}… as a DateTime/],
  ["Date", "2017-02-29", /no such day/],
  ["Date", "0000-01-01", /no such day/],
  ["Date", "2017-12-30T00:00:00Z", /must be a day/],
  ["Date", "20171230", /must be a day/],
  ["Date", 20171230, /must be a string/],
];

Deno.test("a wrong date is refused with a reason, and its place in the document", async () => {
  for (const [type, value, why] of wrong) {
    const field = type === "Date" ? "day(on:" : "instant(at:";
    const byVariable = await execute(
      { query: `query($v: ${type}!) { ${field} $v) }`, variables: { v: value } },
      caller,
    );
    const byLiteral = await execute({ query: `{ ${field} ${JSON.stringify(value)}) }` }, caller);
    for (const [result, column] of [[byVariable, 7], [byLiteral, field.length + 4]] as const) {
      const [error] = result.errors as GraphQLFormattedError[];
      assert.match(error?.message ?? "", why);
      assert.equal(error?.extensions?.code, "BAD_USER_INPUT");
      assert.deepEqual(error?.locations, [{ line: 1, column }]);
      assert.equal(result.data, undefined);
    }
  }
});

Deno.test("a wrong date inside an input object is named by its path", async () => {
  const query = "query($range: Range!) { between(range: $range) }";
  const range = { start: "2017-01-01T00:00:00Z", end: "2017-01-02" };
  const { errors } = await execute({ query, variables: { range } }, caller);
  assert.match(
    errors?.[0]?.message ?? "",
    /^Variable "\$range" has invalid value at \.end: Cannot read "2017-01-02"/,
  );
});

Deno.test("every instant and day survives being written and read again", () => {
  const first = Date.parse("0001-01-01T00:00:00Z");
  const last = Date.parse("9999-12-31T23:59:59Z");
  fc.assert(
    fc.property(fc.integer({ min: first, max: last }), fc.nat(999_999), (milliseconds, nanoseconds) => {
      const instant = Temporal.Instant.fromEpochMilliseconds(milliseconds).add({ nanoseconds });
      const text = DateTime.coerceOutputValue(instant);
      assert.ok(DateTime.coerceInputValue(text).equals(instant));
      const day = instant.toZonedDateTimeISO("UTC").toPlainDate();
      assert.ok(CalendarDate.coerceInputValue(CalendarDate.coerceOutputValue(day)).equals(day));
      const literal = parseValue(JSON.stringify(text));
      assert.ok(literal.kind === "StringValue" && DateTime.coerceInputLiteral?.(literal)?.equals(instant));
    }),
  );
});

Deno.test("any text is read or refused, never misread", () => {
  const nearlyDate = fc.stringMatching(
    /^\d{4}-[01]\d-[0-3]\d(T[0-2]\d:[0-6]\d(:[0-6]\d)?(Z|[+-][01]\d:00)?)?$/,
  );
  fc.assert(fc.property(fc.oneof(nearlyDate, fc.string()), (text) => {
    let instant: Temporal.Instant;
    try {
      instant = DateTime.coerceInputValue(text);
    } catch (error) {
      assert.match((error as Error).message, /^Cannot read /);
      return;
    }
    assert.equal(instant.epochMilliseconds, Date.parse(text));
  }));
});

Deno.test("a value of another type is not written as a date", () => {
  for (const value of ["2017-12-30T09:00:00Z", new Date(), 0]) {
    assert.throws(() => DateTime.coerceOutputValue(value), /Cannot write a DateTime/);
    assert.throws(() => CalendarDate.coerceOutputValue(value), /Cannot write a Date/);
  }
});

Deno.test("the schema says where the scalars are specified", async () => {
  const query =
    '{ a: __type(name: "DateTime") { specifiedByURL } b: __type(name: "Date") { specifiedByURL } }';
  const specifiedByURL = "https://www.rfc-editor.org/rfc/rfc3339";
  assert.deepEqual(plain(await execute({ query }, caller)), {
    data: { a: { specifiedByURL }, b: { specifiedByURL } },
  });
});
