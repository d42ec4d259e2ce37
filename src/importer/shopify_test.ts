import assert from "node:assert/strict";
import { shopify } from "./shopify.ts";
import { Reject } from "./reject.ts";

const shop = { timeZone: "UTC", currency: "EUR" };

const first = {
  "name": "#1001",
  "email": "Ann@Example.org",
  "financial status": "paid",
  "currency": "EUR",
  "total": "56.29",
  "created at": "2026-09-03 10:14:00 -0400",
  "lineitem quantity": "2",
  "lineitem name": "Botanical Fern Print",
  "lineitem price": "16.00",
  "lineitem sku": "FERN-1",
  "billing name": "Ann Example",
};

function cellsOf(row: Readonly<Record<string, string>>) {
  return shopify.toCells((name) => row[name] ?? "", shop);
}

Deno.test("an order's first row tells all of it", () => {
  assert.deepEqual(cellsOf(first), {
    order_id: "#1001",
    order_date: "2026-09-03 10:14:00 -0400",
    status: "completed",
    customer_id: "ann@example.org",
    customer_email: "ann@example.org",
    customer_name: "Ann Example",
    product_id: "FERN-1",
    product_name: "Botanical Fern Print",
    quantity: "2",
    unit_price: "16.00",
    line_total: "",
    order_total: "56.29",
  });
});

Deno.test("its other rows tell their line alone", () => {
  const cells = cellsOf({
    "name": "#1001",
    "lineitem quantity": "1",
    "lineitem name": "Canvas Tote Bag",
    "lineitem price": "20.00",
  });
  const { order_id, order_date, status, customer_id, product_id, order_total } = cells;
  assert.deepEqual(
    { order_id, order_date, status, customer_id, product_id, order_total },
    {
      order_id: "#1001",
      order_date: "",
      status: "",
      customer_id: "",
      product_id: "Canvas Tote Bag",
      order_total: "",
    },
  );
});

const statuses: readonly [financial: string, cancelledAt: string, status: string][] = [
  ["paid", "", "completed"],
  ["Paid", "", "completed"],
  ["partially_refunded", "", "completed"],
  ["pending", "", "pending"],
  ["authorized", "", "pending"],
  ["partially_paid", "", "pending"],
  ["refunded", "", "cancelled"],
  ["voided", "", "cancelled"],
  ["paid", "2026-09-04 10:00:00 -0400", "cancelled"],
];
for (const [financial, cancelledAt, status] of statuses) {
  Deno.test(`${financial}${cancelledAt && ", cancelled"} is ${status}`, () => {
    const row = { ...first, "financial status": financial, "cancelled at": cancelledAt };
    assert.equal(cellsOf(row).status, status);
  });
}

Deno.test("what was given back is no revenue, what was taken off a line neither", () => {
  const row = { ...first, "refunded amount": "6.30", "lineitem discount": "4.5" };
  assert.deepEqual([cellsOf(row).order_total, cellsOf(row).line_total], ["49.99", "27.50"]);
  assert.equal(cellsOf({ ...row, "financial status": "refunded" }).order_total, "56.29");
});

Deno.test("a customer is known by e-mail, else by phone; without either it is a guest", () => {
  assert.equal(cellsOf({ ...first, email: "", phone: "+49 30 1" }).customer_id, "+49 30 1");
  assert.equal(cellsOf({ ...first, email: "" }).customer_id, "");
});

const bad: readonly [change: Readonly<Record<string, string>>, reason: RegExp][] = [
  [{ currency: "USD" }, /Currency is USD and the shop's is EUR/],
  [{ "financial status": "maybe" }, /Financial Status is none of paid, .*got "maybe"/],
  [{ "lineitem discount": "10 %" }, /lineitem discount is not a number, got "10 %"/],
  [{ "refunded amount": "x" }, /refunded amount is not a number/],
  [{ total: "x", "refunded amount": "1" }, /total is not a number/],
];
for (const [change, reason] of bad) {
  Deno.test(`a row with ${JSON.stringify(change)} is refused`, () => {
    assert.throws(
      () => cellsOf({ ...first, ...change }),
      (error) => error instanceof Reject && reason.test(error.message),
    );
  });
}
