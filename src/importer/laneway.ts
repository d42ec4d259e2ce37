import { type Column, columns, type Format } from "./format.ts";

const required = [
  "order_id",
  "order_date",
  "customer_id",
  "product_id",
  "quantity",
  "unit_price",
] as const satisfies readonly Column[];

/** Laneway's own: one row an order line, with everything that is known of its order. */
export const laneway: Format = {
  name: "Laneway",
  required,
  optional: columns.filter((column) => !required.some((name) => name === column)),
  freeText: ["customer_name", "product_name", "sales_rep_name"],
  rowNeeds: required,
  labels: {},
  defaultStatus: "completed",
  toCells(get) {
    const cells: Partial<Record<Column, string>> = {};
    for (const column of columns) cells[column] = get(column);
    return cells;
  },
};
