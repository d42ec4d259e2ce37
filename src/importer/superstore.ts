import { divide, formatDecimal, multiply, parseDecimal, subtract } from "./decimals.ts";
import type { Format } from "./format.ts";
import { Reject } from "./reject.ts";

const MONEY_SCALE = 4;
const COST_SCALE = 8;
const one = { digits: 1n, scale: 0 };

/** The data set names its four regional managers in a sheet of its own, which the CSV lacks. */
const managers: ReadonlyMap<string, string> = new Map([
  ["West", "Anna Andreadi"],
  ["East", "Chuck Magee"],
  ["Central", "Kelly Williams"],
  ["South", "Cassandra Brandow"],
]);

/**
 * Tableau's "Sample - Superstore": Sales is a line's total after discount, and prices and costs are what follows
 * from it. A region is served by its manager.
 */
export const superstore: Format = {
  name: "Superstore",
  required: [
    "row id",
    "order id",
    "order date",
    "customer id",
    "customer name",
    "segment",
    "region",
    "product id",
    "category",
    "sub-category",
    "product name",
    "sales",
    "quantity",
    "discount",
    "profit",
  ],
  optional: [],
  freeText: ["customer name", "product name"],
  rowNeeds: ["line_id", "order_id", "order_date", "customer_id", "product_id"],
  labels: {
    line_id: "Row ID",
    order_id: "Order ID",
    order_date: "Order Date",
    customer_id: "Customer ID",
    customer_name: "Customer Name",
    customer_segment: "Segment",
    product_id: "Product ID",
    product_name: "Product Name",
    category: "Category > Sub-Category",
    quantity: "Quantity",
    line_total: "Sales",
    unit_price: "Sales / Quantity / (1 - Discount)",
    unit_cost: "(Sales - Profit) / Quantity",
    sales_rep_id: "Region",
    region: "Region",
  },
  defaultStatus: "completed",
  toCells(get) {
    const number = (name: string) => {
      const value = parseDecimal(get(name));
      if (value) return value;
      throw new Reject(`${name} is not a number, got ${JSON.stringify(get(name))}`);
    };
    const [sales, quantity, profit] = [number("sales"), number("quantity"), number("profit")];
    const kept = subtract(one, number("discount"));
    if (quantity.digits === 0n) throw new Reject("quantity is 0");
    if (kept.digits <= 0n) throw new Reject("discount is 100 % or more: the price before it is unknown");
    const region = get("region");
    return {
      line_id: get("row id"),
      order_id: get("order id"),
      order_date: get("order date"),
      customer_id: get("customer id"),
      customer_name: get("customer name"),
      customer_segment: get("segment"),
      product_id: get("product id"),
      product_name: get("product name"),
      category: `${get("category")} > ${get("sub-category")}`,
      quantity: get("quantity"),
      unit_price: formatDecimal(divide(sales, multiply(quantity, kept), MONEY_SCALE)),
      unit_cost: formatDecimal(divide(subtract(sales, profit), quantity, COST_SCALE)),
      line_total: get("sales"),
      sales_rep_id: region,
      sales_rep_name: managers.get(region) ?? "",
      region,
    };
  },
};
