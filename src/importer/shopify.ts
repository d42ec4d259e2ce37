import { formatDecimal, multiply, parseDecimal, subtract } from "./decimals.ts";
import type { Format, ImportShop, Status } from "./format.ts";
import { Reject } from "./reject.ts";

const statusOf: ReadonlyMap<string, Status> = new Map([
  ["paid", "completed"],
  ["partially_refunded", "completed"],
  ["pending", "pending"],
  ["authorized", "pending"],
  ["partially_paid", "pending"],
  ["refunded", "cancelled"],
  ["voided", "cancelled"],
  ["expired", "cancelled"],
]);

const required = [
  "name",
  "financial status",
  "created at",
  "lineitem quantity",
  "lineitem name",
  "lineitem price",
] as const;

const optional = [
  "email",
  "phone",
  "billing name",
  "shipping name",
  "currency",
  "total",
  "refunded amount",
  "cancelled at",
  "lineitem sku",
  "lineitem discount",
] as const;

type Get = (name: (typeof required | typeof optional)[number]) => string;

/**
 * Shopify's export of orders: one row a line item, and what concerns the whole order only in the order's first row.
 * An order none of whose rows tells a status has lost its first row, and its total with it.
 */
export const shopify: Format = {
  name: "Shopify",
  required,
  optional,
  freeText: ["billing name", "shipping name", "lineitem name"],
  rowNeeds: ["order_id", "product_id", "quantity", "unit_price"],
  labels: {
    order_id: "Name",
    order_date: "Created at",
    status: "Financial Status",
    customer_id: "Email",
    customer_email: "Email",
    customer_name: "Billing Name",
    product_id: "Lineitem sku",
    product_name: "Lineitem name",
    quantity: "Lineitem quantity",
    unit_price: "Lineitem price",
    line_total: "Lineitem quantity * Lineitem price - Lineitem discount",
    order_total: "Total - Refunded Amount",
  },
  defaultStatus: undefined,
  toCells(get: Get, shop: ImportShop) {
    const currency = get("currency");
    if (currency !== "" && currency !== shop.currency) {
      throw new Reject(`Currency is ${currency} and the shop's is ${shop.currency} (SHOP_CURRENCY)`);
    }
    const email = get("email").toLowerCase();
    const status = readStatus(get);
    return {
      order_id: get("name"),
      order_date: get("created at"),
      status,
      customer_id: email || get("phone"),
      customer_email: email,
      customer_name: get("billing name") || get("shipping name"),
      product_id: get("lineitem sku") || get("lineitem name"),
      product_name: get("lineitem name"),
      quantity: get("lineitem quantity"),
      unit_price: get("lineitem price"),
      line_total: lineTotal(get),
      order_total: status === "cancelled" ? get("total") : less(get, "total", "refunded amount"),
    };
  },
};

function readStatus(get: Get): Status | "" {
  if (get("cancelled at") !== "") return "cancelled";
  const text = get("financial status");
  if (text === "") return "";
  const status = statusOf.get(text.toLowerCase());
  if (!status) {
    throw new Reject(
      `Financial Status is none of ${[...statusOf.keys()].join(", ")}, got ${JSON.stringify(text)}`,
    );
  }
  return status;
}

/** @returns "" where the price and quantity alone tell it, or are themselves at fault */
function lineTotal(get: Get): string {
  if (get("lineitem discount") === "") return "";
  const [quantity, price] = [parseDecimal(get("lineitem quantity")), parseDecimal(get("lineitem price"))];
  if (!quantity || !price) return "";
  return formatDecimal(subtract(multiply(quantity, price), number(get, "lineitem discount")));
}

function less(get: Get, from: "total", what: "refunded amount"): string {
  if (get(from) === "" || get(what) === "") return get(from);
  return formatDecimal(subtract(number(get, from), number(get, what)));
}

function number(get: Get, name: Parameters<Get>[0]) {
  const value = parseDecimal(get(name));
  if (!value) throw new Reject(`${name} is not a number, got ${JSON.stringify(get(name))}`);
  return value;
}
