import assert from "node:assert/strict";
import { Reject } from "../importer/reject.ts";
import { mostOrders, readBatch } from "./batch.ts";
import { bodyOf, order, shop } from "./testing.ts";

async function read(orders: Parameters<typeof bodyOf>[0]) {
  const entries = await readBatch(bodyOf(orders), shop);
  assert.ok(entries);
  return entries;
}

async function reasonOf(one: Parameters<typeof bodyOf>[0][number]): Promise<string> {
  const [entry] = await read([one]);
  return entry?.read instanceof Reject ? entry.read.message : "taken";
}

const deep = `{"order_id":"a","lines":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
const cases: readonly [what: string, line: Parameters<typeof bodyOf>[0][number], reason: RegExp][] = [
  ["an order", order("a"), /^taken$/],
  ["all that can be said", everything(), /^taken$/],
  [
    "numbers as texts",
    order("a", { order_total: "9.9500" }, { quantity: "1", unit_price: "9.95" }),
    /^taken$/,
  ],
  ["an id that is a number", order("", { order_id: 17 }), /^taken$/],
  [
    "null where nothing is said",
    order("a", { status: null, sales_rep_id: null }, { unit_cost: null }),
    /^taken$/,
  ],
  ["no JSON", "{order_id: 1}", /^is no JSON: /],
  ["half of it", '{"order_id":"a"', /^is no JSON: /],
  ["two objects in a line", '{"order_id":"a"} {"order_id":"b"}', /^is no JSON: /],
  ["a list", "[]", /^must be an object, got \[\]$/],
  ["null", "null", /^must be an object, got null$/],
  ["lists as deep as a line", deep, /^lines\[0\]: must be an object|^is no JSON/],
  ["no lines", order("a", { lines: undefined }), /^lines must be a list of one or more$/],
  ["no line", order("a", { lines: [] }), /^lines must be a list of one or more$/],
  ["lines that are an object", order("a", { lines: {} }), /^lines must be a list/],
  ["a line that is a text", order("a", { lines: ["mug"] }), /^lines\[0\]: must be an object, got "mug"$/],
  ["too many lines", order("a", { lines: Array(1_001).fill({}) }), /^lines must be 1000 at most, got 1001$/],
  [
    "an unknown field",
    order("a", { colour: "red" }),
    /^"colour" is no field of an order: these are order_id, /,
  ],
  [
    "an unknown field of a line",
    order("a", {}, { colour: 1 }),
    /^lines\[0\]: "colour" is no field of a line/,
  ],
  ["a line's field on its order", order("a", { quantity: 1 }), /^"quantity" is no field of an order/],
  [
    "an order's field on its line",
    order("a", {}, { status: "pending" }),
    /^lines\[0\]: "status" is no field of/,
  ],
  ["a field of all objects", '{"__proto__":{},"order_id":"a","lines":[{}]}', /^"__proto__" is no field/],
  ["no order_id", order("", { order_id: undefined }), /^order_id is missing$/],
  ["a blank order_id", order("  "), /^order_id is missing$/],
  ["no customer_id", order("a", { customer_id: undefined }), /^customer_id is missing$/],
  ["no product_id", order("a", {}, { product_id: "" }), /^lines\[0\]: product_id is missing$/],
  [
    "a flag",
    order("a", {}, { quantity: true }),
    /^lines\[0\]: quantity must be a text or a number, got true$/,
  ],
  ["an object as text", order("a", { customer_name: { first: "Ann" } }), /^customer_name must be a text/],
  ["a NUL", order("a", { customer_name: "A\0nn" }), /^customer_name holds a NUL character$/],
  [
    "half a character",
    order("a", { customer_name: "\ud83d" }),
    /^customer_name holds half of a surrogate pair/,
  ],
  ["a line break in an id", order("a\nb"), /^order_id holds a line break, got "a\\nb"$/],
  ["a line break in a name", order("a", { customer_name: "Ann\nLee" }), /^taken$/],
  ["a long id", order("a".repeat(256)), /^order_id is longer than 255 characters/],
  [
    "a status that is none",
    order("a", { status: "paid" }),
    /^status is none of pending, completed, cancelled/,
  ],
  ["a date that is none", order("a", { order_date: "tomorrow" }), /^order_date is not an ISO 8601 date/],
  ["a quantity of 0", order("a", {}, { quantity: 0 }), /^lines\[0\]: quantity is 0/],
  ["part of a piece", order("a", {}, { quantity: 0.5 }), /^lines\[0\]: quantity is not a whole number/],
  ["a negative price", order("a", {}, { unit_price: -1 }), /^lines\[0\]: unit_price is negative/],
  [
    "a number of too many digits",
    order("a", {}, { unit_price: 1 / 3 }),
    /^lines\[0\]: unit_price has more than 15/,
  ],
  [
    "a number in powers of ten",
    order("a", {}, { unit_price: 1e-9 }),
    /^lines\[0\]: unit_price is in scientific/,
  ],
  ["NaN as a text", order("a", {}, { unit_price: "NaN" }), /^lines\[0\]: unit_price is not finite/],
  ["too large an amount", order("a", { order_total: "1e15" }), /^order_total is in scientific/],
  ["a line_id twice", twice("x"), /^lines\[1\]: its line_id is that of lines\[0\], got "x"$/],
];

function everything(): Record<string, unknown> {
  return order("a", {
    status: "Completed",
    order_total: 19.9,
    customer_name: "Ann",
    customer_email: "ann@example.org",
    customer_segment: "Premium",
    sales_rep_id: "r1",
    sales_rep_name: "Ria",
    sales_rep_email: "ria@example.org",
    region: "West",
    commission_rate: 2.5,
  }, { line_id: "1", product_name: "Mug", category: "Kitchen > Mugs", unit_cost: 4.5, line_total: 9.95 });
}

function twice(line_id: string): Record<string, unknown> {
  const line = { product_id: "mug", quantity: 1, unit_price: 1, line_id };
  return order("a", { lines: [line, line] });
}

Deno.test("an order is taken, or refused with what is wrong", async () => {
  for (const [what, line, reason] of cases) assert.match(await reasonOf(line), reason, what);
});

Deno.test("every line has its number and, where it tells one, its order's id", async () => {
  const bytes = bodyOf([
    order("a"),
    "",
    "nonsense",
    order("b", { colour: 1 }),
    `  ${JSON.stringify(order("c"))}\r`,
  ]);
  const broken = new Uint8Array([0xef, 0xbb, 0xbf, ...bytes, 0xff, 0x0a, ...bytes.subarray(0, -1)]);
  const entries = await readBatch(broken, shop);
  assert.deepEqual(entries?.map(({ line, orderId, read }) => [line, orderId, read instanceof Reject]), [
    [1, "a", false],
    [3, null, true],
    [4, "b", true],
    [5, "c", false],
    [6, null, true],
    [7, "a", false],
    [9, null, true],
    [10, "b", true],
    [11, "c", false],
  ]);
  assert.match(String(entries?.[4]?.read), /is not UTF-8/);
  assert.deepEqual(await readBatch(new Uint8Array(), shop), []);
});

Deno.test("a batch holds 5,000 orders, and each of them 20 times", async () => {
  const many = Array.from({ length: mostOrders }, (_, index) => order(`o${index}`));
  assert.equal((await read(many)).length, mostOrders);
  assert.equal(await readBatch(bodyOf([...many, order("one more")]), shop), undefined);
  const versions = await read(Array(21).fill(order("a")));
  const reasons = versions.map(({ read }) => read instanceof Reject ? read.message : "taken");
  assert.deepEqual(reasons.slice(19), [
    "taken",
    "is version 21 of its order in this batch: send it in the next one",
  ]);
});
