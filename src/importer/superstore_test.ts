import assert from "node:assert/strict";
import { Reject } from "./reject.ts";
import { superstore } from "./superstore.ts";

const row = {
  "row id": "4",
  "order id": "US-2015-108966",
  "order date": "2015-10-11",
  "customer id": "SO-20335",
  "customer name": "Sean O'Donnell",
  "segment": "Consumer",
  "region": "South",
  "product id": "FUR-TA-10000577",
  "category": "Furniture",
  "sub-category": "Tables",
  "product name": "Bretford CR4500 Series Slim Rectangular Table",
  "sales": "957.5775",
  "quantity": "5",
  "discount": "0.45",
  "profit": "-383.031",
};

function cellsOf(row: Readonly<Record<string, string>>) {
  return superstore.toCells((name) => row[name] ?? "", { timeZone: "UTC", currency: "USD" });
}

Deno.test("price before discount and cost follow from sales, discount and profit", () => {
  const cells = cellsOf(row);
  assert.deepEqual(
    [cells.unit_price, cells.unit_cost, cells.line_total, cells.quantity],
    ["348.2100", "268.12170000", "957.5775", "5"],
  );
  assert.deepEqual(
    [cells.category, cells.sales_rep_id, cells.sales_rep_name, cells.region, cells.line_id],
    ["Furniture > Tables", "South", "Cassandra Brandow", "South", "4"],
  );
});

const bad: readonly [change: Readonly<Record<string, string>>, reason: RegExp][] = [
  [{ sales: "$957" }, /sales is not a number, got "\$957"/],
  [{ quantity: "0" }, /quantity is 0/],
  [{ discount: "1" }, /discount is 100 % or more/],
  [{ discount: "" }, /discount is not a number/],
  [{ profit: "1e3" }, /profit is not a number/],
];
for (const [change, reason] of bad) {
  Deno.test(`a row with ${JSON.stringify(change)} is refused`, () => {
    assert.throws(
      () => cellsOf({ ...row, ...change }),
      (error) => error instanceof Reject && reason.test(error.message),
    );
  });
}
