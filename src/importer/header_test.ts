import assert from "node:assert/strict";
import { UsageError } from "../base/errors.ts";
import { readHeader } from "./header.ts";

const shop = { timeZone: "UTC", currency: "USD" };
const needed = "order_id,order_date,customer_id,product_id,quantity,unit_price";

Deno.test("columns are known by their names, in any order, case and spacing", () => {
  const layout = readHeader(
    "f.csv",
    ' "Unit_Price", QUANTITY,product_id,customer_id,order_date,order_id,colour,,status',
  );
  assert.equal(layout.format.name, "Laneway");
  assert.deepEqual(layout.ignored, ["colour"]);
  const cells = layout.toCells(["9", " 2 ", "p", "c", "2024-01-01", "o", "red", "", "pending"], shop);
  assert.deepEqual(
    [cells.unit_price, cells.quantity, cells.order_id, cells.status, cells.category],
    ["9", "2", "o", "pending", ""],
  );
});

for (const [name, delimiter] of [["comma", ","], ["semicolon", ";"], ["tab", "\t"]] as const) {
  Deno.test(`the delimiter is what parts the header: ${name}`, () => {
    const layout = readHeader("f.csv", needed.replaceAll(",", delimiter));
    assert.deepEqual([layout.delimiter, layout.header.length], [delimiter, 6]);
  });
}

const formats: readonly [name: string, header: string][] = [
  ["Laneway", needed],
  [
    "Shopify",
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Created at," +
    "Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Vendor,Id",
  ],
  [
    "Superstore",
    '"Row ID","Order ID","Order Date","Ship Date","Ship Mode","Customer ID","Customer Name","Segment","Country","City",' +
    '"State","Postal Code","Region","Product ID","Category","Sub-Category","Product Name","Sales","Quantity","Discount",' +
    '"Profit"',
  ],
];
for (const [name, header] of formats) {
  Deno.test(`the header of ${name} is known`, () =>
    assert.equal(readHeader("f.csv", header).format.name, name));
}

const errors: readonly { name: string; header: string; message: RegExp }[] = [
  {
    name: "a missing column",
    header: "order_id,order_date,customer_id,product_id,quantity",
    message: /lacks unit_price/,
  },
  {
    name: "most columns missing",
    header: "order_id,when,who",
    message:
      /lacks order_date, customer_id, product_id, quantity, unit_price .*\n.*\n {2}Laneway: order_id, .*\n {2}Shopify: /s,
  },
  { name: "a foreign header", header: "a,b,c", message: /no header that is known \(found \["a","b","c"\]\)/ },
  { name: "no header at all", header: "A-1,2024-01-01,c1,p1,2,9.95", message: /no header that is known/ },
  { name: "a column twice", header: `${needed},status,Status`, message: /has status twice/ },
  { name: "a needed column twice", header: `${needed},order_id`, message: /has order_id twice/ },
  {
    name: "a quote that is not closed",
    header: `"order_id,${needed}`,
    message: /no header that is known|lacks/,
  },
  { name: "UTF-16 without its mark", header: [...needed].join("\0"), message: /NUL characters.*UTF-8/ },
  { name: "lines that end in CR", header: `${needed}\rA-1,2024-01-01,c,p,1,1`, message: /end in CR alone/ },
  {
    name: "a list of rejected rows",
    header: `rejected_line,rejected_reason,${needed}`,
    message: /lists rejected rows: correct/,
  },
  {
    name: "a workbook's innards",
    header: "<?xml version='1.0'?><table>",
    message: /no header that is known/,
  },
];
for (const { name, header, message } of errors) {
  Deno.test(`a header cannot be: ${name}`, () => {
    assert.throws(() => readHeader("f.csv", header), (error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, /^Cannot import f.csv: /);
      assert.match(error.message, message);
      return true;
    });
  });
}
