/** Rows that cannot be imported: each is rejected for its reason, and its neighbours are not. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { testDatabase } from "../dev/test_database.ts";
import { fileOf, header, long, names, row } from "./malformed_testing.ts";
import { header as narrow, importText, withSql } from "./testing.ts";

const badFields: readonly [change: Readonly<Record<string, string>>, reason: RegExp][] = [
  [{ order_id: "" }, /^order_id is missing$/],
  [{ order_id: "   " }, /^order_id is missing$/],
  [{ order_date: "" }, /^order_date is missing$/],
  [{ customer_id: "" }, /^customer_id is missing$/],
  [{ product_id: "" }, /^product_id is missing$/],
  [{ quantity: "" }, /^quantity is missing$/],
  [{ unit_price: "" }, /^unit_price is missing$/],
  [{ order_id: long(256) }, /^order_id is longer than 255 characters, got "x{60}…"$/],
  [{ customer_id: long(256) }, /^customer_id is longer than 255/],
  [{ product_id: long(300) }, /^product_id is longer than 255/],
  [{ line_id: long(256) }, /^line_id is longer than 255/],
  [{ customer_name: "😀".repeat(256) }, /^customer_name is longer than 255/],
  [{ customer_email: long(256) }, /^customer_email is longer than 255/],
  [{ customer_segment: long(51) }, /^customer_segment is longer than 50/],
  [{ product_name: long(100_000) }, /^product_name is longer than 255/],
  [{ sales_rep_id: long(256) }, /^sales_rep_id is longer than 255/],
  [{ sales_rep_name: long(256) }, /^sales_rep_name is longer than 255/],
  [{ sales_rep_email: long(256) }, /^sales_rep_email is longer than 255/],
  [{ region: long(101) }, /^region is longer than 100/],
  [{ category: long(101) }, /^category is longer than 100/],
  [{ category: `Top > ${long(101)} > Leaf` }, /^category is longer than 100/],
  [{ category: "Top >  > Leaf" }, /^category has an empty level/],
  [{ category: "> Leaf" }, /^category has an empty level/],
  [{ category: "Top >" }, /^category has an empty level/],
  [{ category: Array(17).fill("a").join(" > ") }, /^category has more than 16 levels/],
  [{ order_date: "soon" }, /^order_date is not an ISO 8601 date, .*got "soon"$/],
  [{ order_date: "03/01/2024" }, /^order_date is not an ISO 8601 date/],
  [{ order_date: "2024-02-30" }, /^order_date is impossible/],
  [{ order_date: "2024-03-01T25:00:00" }, /^order_date is impossible/],
  [{ order_date: "1492-10-12" }, /^order_date is outside the years 1970 to 2100/],
  [{ order_date: "2999-01-01" }, /^order_date is outside the years/],
  [{ order_date: "45384.34789351852" }, /^order_date is not an ISO 8601 date/],
  [{ status: "shipped" }, /^status is none of pending, completed, cancelled, got "shipped"$/],
  [{ status: "1" }, /^status is none of/],
  [{ quantity: "two" }, /^quantity is not a number, got "two"$/],
  [{ quantity: "0" }, /^quantity is 0/],
  [{ quantity: "-0" }, /^quantity is 0/],
  [{ quantity: "1.5" }, /^quantity is not a whole number/],
  [{ quantity: "2147483648" }, /^quantity is too large/],
  [{ quantity: "-99999999999999999999" }, /^quantity is too large/],
  [{ quantity: "1e3" }, /^quantity is in scientific notation/],
  [{ quantity: "NaN" }, /^quantity is not finite/],
  [{ unit_price: "free" }, /^unit_price is not a number/],
  [{ unit_price: "-1" }, /^unit_price is negative/],
  [{ unit_price: "-0.00001" }, /^unit_price is negative/],
  [{ unit_price: "NaN" }, /^unit_price is not finite/],
  [{ unit_price: "Infinity" }, /^unit_price is not finite/],
  [{ unit_price: "-inf" }, /^unit_price is not finite/],
  [{ unit_price: "$9.95" }, /^unit_price is not a number/],
  [{ unit_price: "9.95 EUR" }, /^unit_price is not a number/],
  [{ unit_price: "9.95-" }, /^unit_price is not a number/],
  [{ unit_price: "(9.95)" }, /^unit_price is not a number/],
  [{ unit_price: '"1,234.50"' }, /^unit_price has a comma or a thousands separator/],
  [{ unit_price: '"9,95"' }, /^unit_price has a comma/],
  [{ unit_price: "1 234.50" }, /^unit_price has a comma or a thousands separator/],
  [{ unit_price: "1'234.50" }, /^unit_price has a comma or a thousands separator/],
  [{ unit_price: "1.234.50" }, /^unit_price has a comma or a thousands separator/],
  [{ unit_price: "1.2e5" }, /^unit_price is in scientific notation/],
  [{ unit_price: "0x10" }, /^unit_price is not a number/],
  [{ unit_price: "٣" }, /^unit_price is not a number/],
  [{ unit_price: "−5" }, /^unit_price is not a number/],
  [{ unit_price: "." }, /^unit_price is not a number/],
  [{ unit_price: "999999999999999" }, /^unit_price is too large an amount/],
  [{ unit_price: "999999999999999.99999" }, /^unit_price is too large an amount/],
  [{ unit_price: "9".repeat(60) }, /^unit_price is too large an amount/],
  [{ unit_price: "9".repeat(500) }, /^unit_price (is|has)/],
  [{ unit_price: "999999999999", quantity: "2000000" }, /^quantity \* unit_price is too large an amount/],
  [{ unit_cost: "-1" }, /^unit_cost is negative/],
  [{ unit_cost: "unknown" }, /^unit_cost is not a number/],
  [{ unit_cost: "1000000000000000" }, /^unit_cost is too large/],
  [{ line_total: "x" }, /^line_total is not a number/],
  [{ line_total: "-1000000000000000" }, /^line_total is too large/],
  [{ order_total: "12.3.4" }, /^order_total has a comma/],
  [{ order_total: "1e308" }, /^order_total is in scientific notation/],
  [{ commission_rate: "5%" }, /^commission_rate is not a number/],
  [{ commission_rate: "100.01" }, /^commission_rate is no percentage/],
  [{ commission_rate: "-1" }, /^commission_rate is no percentage/],
  [{ customer_name: "a\0b" }, /^a NUL character$/],
  [{ product_id: '"p\n1"' }, /^a quote opened here is not closed$/],
];

const badLines: readonly [line: string | number[], reason: RegExp][] = [
  ["x", /^1 field where the header has 21$/],
  [`${row("F-1")},`, /^22 fields where/],
  [row("F-2").slice(0, -1), /^20 fields where/],
  [row("F-3").slice(0, 20), /^\d+ fields? where/],
  [row("F-4").replaceAll(",", ";"), /^1 field where/],
  [`"${row("F-5")}`, /^a quote opened here is not closed$/],
  [row("F-6", { product_name: '"Big' }), /^a quote opened here is not closed$/],
  [row("F-7", { product_name: '"Big" mug' }), /^text after the closing quote of field 12/],
  [row("F-8", { commission_rate: '"5' }), /^a quote opened here is not closed$/],
  [header, /^order_date is not an ISO 8601 date/],
  ["PK\u0003\u0004 no text", /^1 field where/],
  ["=cmd|' /C calc'!A0", /^1 field where/],
  [[0xff, 0xfe, 0x41, 0x00], /^not UTF-8$/],
  [[...new TextEncoder().encode(row("F-9", { customer_name: "Caf" })), 0xe9], /^not UTF-8$/],
  [[0xc3, 0x28, 0x2c, 0x2c], /^not UTF-8$/],
  [[0xed, 0xa0, 0x80], /^not UTF-8$/],
  [[0xf4, 0x90, 0x80, 0x80], /^not UTF-8$/],
  [[0x41, 0x00, 0x42], /^a NUL character$/],
  [Array(1_100_000).fill(0x61), /^longer than 1048576 bytes$/],
];

Deno.test("every malformed row is rejected for its reason, between good rows that all go in", async () => {
  await using database = await testDatabase();
  const bad = [
    ...badFields.map(([change, reason], index) => [row(`B-${index}`, change), reason] as const),
    ...badLines,
  ];
  const lines: (string | readonly number[])[] = [header];
  const expected = new Map<number, RegExp>();
  for (const [index, [line, reason]] of bad.entries()) {
    lines.push(row(`G-${index}`));
    expected.set(lineNumberAfter(lines), reason);
    lines.push(line);
  }
  lines.push(row("G-last"));
  const result = await importText(database.url, fileOf(lines));
  for (const [line, reason] of expected) {
    assert.match(
      result.reasons.get(line) ?? "none",
      reason,
      `line ${line}: ${String(lines[line - 1]).slice(0, 80)}`,
    );
  }
  // The one that runs over two lines is two bad ones.
  assert.equal(result.rejected, bad.length + 1);
  assert.deepEqual([result.orders, result.stored], [bad.length + 1, bad.length + 1]);
  assert.ok(bad.length >= 90, String(bad.length));
});

/** @returns the number that the next line will have */
function lineNumberAfter(lines: readonly (string | readonly number[])[]): number {
  return lines.reduce((sum, line) => sum + (typeof line === "string" ? line.split("\n").length : 1), 1);
}

Deno.test("the list of rejected rows has the file's columns, each row as it was", async () => {
  await using database = await testDatabase();
  const { rejects } = await importText(
    database.url,
    `${narrow},note\nA,2024-03-01,c1,p1,1,1,fine\nB,2024-03-01,c1,p1, 0 ,1,"two\nlines"\nC,2024-03-01\n` +
      'D,2024-03-01,c1,"p1,1,1,x\nE,2024-03-01,c1,p1,1,1,fine\nF,2024-03-01,c1,p1,x,1,"say ""no"", twice"\n',
  );
  assert.deepEqual(rejects, [
    ["rejected_line", "rejected_reason", ...narrow.split(","), "note"],
    ["3", 'quantity is 0, got "0"', "B", "2024-03-01", "c1", "p1", " 0 ", "1", "two\nlines"],
    ["5", "2 fields where the header has 7", "C", "2024-03-01"],
    ["6", "a quote opened here is not closed", 'D,2024-03-01,c1,"p1,1,1,x'],
    ["8", 'quantity is not a number, got "x"', "F", "2024-03-01", "c1", "p1", "x", "1", 'say "no", twice'],
  ]);
});

const junk = fc.oneof(
  fc.string({ unit: fc.constantFrom("a", '"', ",", " ", "é", "\t", "\0"), minLength: 1, maxLength: 60 })
    .map((text) => `#${text}`),
  fc.constantFrom(...badFields).map(([change]) => row("X", change)).filter((line) => !line.includes("\n")),
  fc.constantFrom(...badLines.slice(0, -1)).map(([line]) => line),
  fc.tuple(fc.constantFrom(...names), fc.nat(40)).map(([name, cut]) => row("X", { [name]: '"' + long(cut) })),
  fc.uint8Array({ minLength: 1, maxLength: 40 }).map((
    bytes,
  ) => [0xff, ...bytes.filter((byte) => byte !== 10)]),
);

Deno.test("whatever stands between good rows, all good ones go in and everything else is rejected", async () => {
  await using database = await testDatabase();
  const content = fc.array(fc.oneof(fc.constant("good"), junk), { minLength: 1, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(content, async (parts) => {
      await withSql(database.url, (sql) => sql`delete from orders`);
      const lines = parts.map((part, index) => part === "good" ? row(`G-${index}`) : part);
      const result = await importText(database.url, fileOf([header, ...lines]));
      const good = parts.filter((part) => part === "good").length;
      assert.deepEqual([result.lines, result.stored, result.rejected], [
        parts.length,
        good,
        parts.length - good,
      ]);
      for (const reason of result.reasons.values()) assert.notEqual(reason, "");
    }),
    { numRuns: 40 },
  );
});
