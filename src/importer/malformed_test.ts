import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { UsageError } from "../base/errors.ts";
import { testDatabase } from "../dev/test_database.ts";
import { header as narrow, importText, withSql } from "./testing.ts";

const header =
  `${narrow},line_id,status,customer_name,customer_email,customer_segment,product_name,category,unit_cost,` +
  "line_total,order_total,sales_rep_id,sales_rep_name,sales_rep_email,region,commission_rate";
const names = header.split(",");

/** @returns a good row of an order of its own, with some of its fields replaced */
function row(order: string, change: Readonly<Record<string, string>> = {}): string {
  const good: Readonly<Record<string, string>> = {
    order_id: order,
    order_date: "2024-03-01",
    customer_id: "c1",
    product_id: "p1",
    quantity: "2",
    unit_price: "9.95",
    sales_rep_id: "r1",
  };
  return names.map((name) => change[name] ?? good[name] ?? "").join(",");
}

const long = (length: number) => "x".repeat(length);

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

const encoder = new TextEncoder();

function fileOf(lines: readonly (string | readonly number[])[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    lines.flatMap((line) => [...typeof line === "string" ? encoder.encode(line) : line, 10]),
  );
}

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

const contradictions: readonly { name: string; rows: string[]; reason: RegExp }[] = [
  {
    name: "two customers",
    rows: [row("X"), row("X", { product_id: "p2", customer_id: "c2" })],
    reason: /^its order has two values of customer_id: "c1" in line 2 and "c2" in line 3$/,
  },
  {
    name: "two dates",
    rows: [row("X"), row("X", { product_id: "p2" }), row("X", { order_date: "2024-03-02" })],
    reason:
      /two values of order_date: "2024-03-01T00:00:00Z" in line 2 and "2024-03-02T00:00:00Z" in line 4$/,
  },
  {
    name: "two states",
    rows: [
      row("X", { status: "pending" }),
      row("X", { product_id: "p2" }),
      row("X", { status: "cancelled" }),
    ],
    reason: /two values of status: "pending" in line 2 and "cancelled" in line 4$/,
  },
  {
    name: "two totals",
    rows: [row("X", { order_total: "5" }), row("X", { order_total: "6.00" })],
    reason: /two values of order_total: "5.0000" in line 2 and "6.0000" in line 3$/,
  },
  {
    name: "two sales representatives",
    rows: [row("X"), row("X", { sales_rep_id: "r2" })],
    reason: /two values of sales_rep_id: "r1" in line 2 and "r2" in line 3$/,
  },
  {
    name: "more money than fits",
    rows: Array(20).fill(row("X", { line_total: "99999999999999" })),
    reason: /^the lines of its order come to too large an amount$/,
  },
];
for (const { name, rows, reason } of contradictions) {
  Deno.test(`an order with ${name} is refused whole, its neighbours are not`, async () => {
    await using database = await testDatabase();
    const result = await importText(
      database.url,
      [header, ...rows, row("Y"), row("Z")].join("\n"),
      { shop: { timeZone: "UTC", currency: "EUR" } },
    );
    assert.deepEqual([result.orders, result.stored, result.rejected], [2, 2, rows.length]);
    for (const found of result.reasons.values()) assert.match(found, reason);
  });
}

Deno.test("of two lines with one line_id, the first goes in", async () => {
  await using database = await testDatabase();
  const rows = [
    row("X", { line_id: "1" }),
    row("X", { line_id: "1", quantity: "5" }),
    row("Y", { line_id: "1" }),
  ];
  const result = await importText(database.url, [header, ...rows].join("\n"));
  assert.deepEqual([...result.reasons], [[3, "its line_id is that of line 2, of the same order"]]);
  assert.equal(result.stored, 2);
});

Deno.test("an order with a bad row goes in with its good ones", async () => {
  await using database = await testDatabase();
  const rows = [row("X"), row("X", { quantity: "none" }), row("X", { product_id: "p2", quantity: "1" })];
  const result = await importText(database.url, [header, ...rows].join("\n"));
  assert.deepEqual([result.stored, result.rejected], [1, 1]);
  await withSql(database.url, async (sql) => {
    assert.deepEqual((await sql`select total_amount from orders`).map((order) => order.total_amount), [
      "29.8500",
    ]);
  });
});

Deno.test("a Shopify order without its first row is refused: it may have been cancelled", async () => {
  await using database = await testDatabase();
  const text = "Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem price\n" +
    "#1,a@e.org,paid,2024-03-01 10:00:00 +0100,1,Mug,5\n" +
    "#2,a@e.org,,2024-03-01 10:00:00 +0100,1,Mug,5\n" +
    "#3,a@e.org,paid,2024-03-01 10:00:00 +0100,zero,Mug,5\n#3,a@e.org,,,1,Mug,5\n" +
    "#4,,paid,2024-03-01 10:00:00 +0100,1,Mug,5\n#4,,,,2,Mug,5\n";
  const result = await importText(database.url, text);
  assert.deepEqual([result.stored, result.rejected], [2, 3]);
  assert.match(result.reasons.get(3) ?? "", /tells the order's status: its first row is missing or bad/);
  assert.match(result.reasons.get(4) ?? "", /^Lineitem quantity is not a number/);
  assert.match(result.reasons.get(5) ?? "", /tells the order's date/);
  await withSql(database.url, async (sql) => {
    const orders = await sql`
      select total_amount, c.name from orders left join customers c on c.id = customer_id order by total_amount`;
    assert.deepEqual(orders.map((order) => Object.values(order)), [["5.0000", "a@e.org"], ["15.0000", null]]);
  });
});

Deno.test("--strict: one bad row keeps all others out", async () => {
  await using database = await testDatabase();
  const text = [header, row("A", { customer_id: "c9", product_id: "p9" }), row("B", { quantity: "0" })].join(
    "\n",
  );
  const result = await importText(database.url, text, { strict: true });
  assert.deepEqual([result.stored, result.unchanged, result.rejected, result.rejects?.length], [0, 0, 1, 2]);
  await withSql(database.url, async (sql) => {
    const [rows] = await sql`
      select (select count(*) from orders) + (select count(*) from customers) + (select count(*) from products) as count`;
    assert.equal(Number(rows?.count), 0);
  });
  const good = await importText(database.url, [header, row("A"), row("B")].join("\n"), { strict: true });
  assert.deepEqual([good.stored, good.rejected], [2, 0]);
});

const unreadable: readonly [name: string, content: Uint8Array<ArrayBuffer> | string, message: RegExp][] = [
  ["nothing at all", "", /it is empty/],
  ["blank lines", "\n\r\n \n", /it is empty/],
  ["a byte order mark alone", "\ufeff", /it is empty|no header/],
  ["UTF-16, little end first", new Uint8Array([0xff, 0xfe, 0x6f, 0, 0x72, 0]), /it is UTF-16/],
  ["UTF-16, big end first", new Uint8Array([0xfe, 0xff, 0, 0x6f]), /it is UTF-16/],
  ["a workbook", new Uint8Array([0x50, 0x4b, 3, 4, 20, 0]), /a workbook or another ZIP/],
  ["a picture", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), /first line is not UTF-8/],
  [
    "gzip that is cut short",
    new Uint8Array(gzipSync(`${header}\n${row("A")}\n`)).slice(0, -9),
    /gzip is damaged/,
  ],
  ["gzip of nothing", new Uint8Array(gzipSync("")), /it is empty/],
  ["gzip in name alone", new Uint8Array([0x1f, 0x8b, 1, 2, 3]), /gzip is damaged/],
  ["JSON", '[{"order_id": 1}]', /no header that is known/],
  ["a longest line", "x".repeat(3_000_000), /first line is longer than/],
];
for (const [name, content, message] of unreadable) {
  Deno.test(`a file cannot be ${name}`, async () => {
    await using database = await testDatabase();
    await assert.rejects(importText(database.url, content), (error) => {
      assert.ok(error instanceof UsageError, String(error));
      assert.match(error.message, message);
      return true;
    });
  });
}

Deno.test("gzip that breaks off far into the file stores nothing", async () => {
  await using database = await testDatabase();
  const text = Array.from({ length: 50_000 }, (_, index) => row(`${index * 7919 % 1e5}-${index}`));
  const packed = new Uint8Array(gzipSync([header, ...text].join("\n")));
  await assert.rejects(importText(database.url, packed.slice(0, -1000)), /gzip is damaged or cut short/);
  await withSql(database.url, async (sql) => assert.equal((await sql`select from orders`).length, 0));
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
