/** Rows and files, good and bad, for tests of importing what is malformed. */
import { header as narrow } from "./testing.ts";

/** Every column there is. */
export const header =
  `${narrow},line_id,status,customer_name,customer_email,customer_segment,product_name,category,unit_cost,` +
  "line_total,order_total,sales_rep_id,sales_rep_name,sales_rep_email,region,commission_rate";
export const names = header.split(",");

/** @returns a good row of an order of its own, with some of its fields replaced */
export function row(order: string, change: Readonly<Record<string, string>> = {}): string {
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

/** @returns a text of that many characters */
export function long(length: number): string {
  return "x".repeat(length);
}

const encoder = new TextEncoder();

/** @returns a file of lines, given as text or as bytes */
export function fileOf(lines: readonly (string | readonly number[])[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    lines.flatMap((line) => [...typeof line === "string" ? encoder.encode(line) : line, 10]),
  );
}
