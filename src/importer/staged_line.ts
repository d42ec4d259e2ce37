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
      return goodLine(line, check(layout.toCells(fields, shop)));
    } catch (error) {
      if (error instanceof Reject) return refusedLine(line, error.message);
      throw error;
    }
  };
}

const COLUMNS_AFTER_REASON = 25;
const nothing: readonly null[] = Array(COLUMNS_AFTER_REASON).fill(null);

function refusedLine(line: number, reason: string): string {
  return copyLine([line, reason, ...nothing]);
}

function goodLine(line: number, row: OrderLine): string {
  return copyLine([
    line,
    null,
    orderUuid(row.orderId),
    row.orderDate,
    row.status,
    row.orderTotal,
    row.lineId === null ? productLineUuid(row.orderId, row.productId) : lineUuid(row.orderId, row.lineId),
    row.lineId === null ? "false" : "true",
    row.quantity,
    row.unitPrice,
    row.lineTotal,
    row.unitCost,
    row.customerId && customerUuid(row.customerId),
    row.customerId,
    row.customerName,
    row.customerEmail,
    row.customerSegment,
    productUuid(row.productId),
    row.productId,
    row.productName,
    row.category,
    row.salesRepId && salesRepUuid(row.salesRepId),
    row.salesRepId,
    row.salesRepName,
    row.salesRepEmail,
    row.region,
    row.commissionRate,
  ]);
}
