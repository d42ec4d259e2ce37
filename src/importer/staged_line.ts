/** Rows as lines of COPY into the staging table, in the order of its columns. */
import { copyLine } from "../db/copy.ts";
import type { ImportShop } from "./format.ts";
import type { Layout } from "./header.ts";
import { customerUuid, lineUuid, orderUuid, productLineUuid, productUuid, salesRepUuid } from "./ids.ts";
import { createLineCheck, type OrderLine } from "./order_line.ts";
import type { CsvRecord } from "./records.ts";
import { Reject } from "./reject.ts";

/** @returns what turns a row into its line: checked, or with the reason why it is refused */
export function createStagedLine(layout: Layout, shop: ImportShop): (record: CsvRecord) => string {
  const check = createLineCheck(layout.format, shop);
  return ({ line, fields, problem }) => {
    if (problem !== undefined) return refusedLine(line, problem);
    try {
      return copyLine(Object.values(stagedRow(line, check(layout.toCells(fields, shop)))));
    } catch (error) {
      if (error instanceof Reject) return refusedLine(line, error.message);
      throw error;
    }
  };
}

type StagedRow = Readonly<Record<string, string | number | null>>;

/** @returns a row of the staging table by columns, in their order; `line` tells rows apart */
export function stagedRow(line: number, row: OrderLine): StagedRow {
  const { orderId, lineId, customerId, productId, salesRepId } = row;
  return {
    line,
    reason: null,
    order_id: orderUuid(orderId),
    order_date: row.orderDate,
    status: row.status,
    order_total: row.orderTotal,
    id: lineId === null ? productLineUuid(orderId, productId) : lineUuid(orderId, lineId),
    has_line_id: lineId === null ? "false" : "true",
    quantity: row.quantity,
    unit_price: row.unitPrice,
    total_price: row.lineTotal,
    unit_cost: row.unitCost,
    customer_id: customerId && customerUuid(customerId),
    customer_ref: customerId,
    customer_name: row.customerName,
    customer_email: row.customerEmail,
    customer_segment: row.customerSegment,
    product_id: productUuid(productId),
    product_ref: productId,
    product_name: row.productName,
    category: row.category,
    sales_rep_id: salesRepId && salesRepUuid(salesRepId),
    sales_rep_ref: salesRepId,
    sales_rep_name: row.salesRepName,
    sales_rep_email: row.salesRepEmail,
    region: row.region,
    commission_rate: row.commissionRate,
  };
}

const COLUMNS_AFTER_REASON = 25;
const nothing: readonly null[] = Array(COLUMNS_AFTER_REASON).fill(null);

function refusedLine(line: number, reason: string): string {
  return copyLine([line, reason, ...nothing]);
}
