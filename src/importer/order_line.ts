/** Checks one row so thoroughly that the database has no reason left to refuse it. */
import { readInstant } from "./dates.ts";
import { type Decimal, formatDecimal, multiply, parseDecimal, round } from "./decimals.ts";
import { type Cells, type Column, type Format, type ImportShop, type Status, statuses } from "./format.ts";
import { Reject } from "./reject.ts";
import { rememberLast } from "./remember.ts";

/** A row, checked. Null is what the row does not say. Amounts are decimals as Postgres reads them. */
export interface OrderLine {
  readonly orderId: string;
  /** UTC. */
  readonly orderDate: string | null;
  readonly status: Status | null;
  readonly orderTotal: string | null;
  readonly lineId: string | null;
  readonly quantity: number;
  readonly unitPrice: string;
  readonly lineTotal: string;
  readonly unitCost: string | null;
  readonly customerId: string | null;
  readonly customerName: string | null;
  readonly customerEmail: string | null;
  readonly customerSegment: string | null;
  readonly productId: string;
  readonly productName: string | null;
  /** ` > ` between levels. */
  readonly category: string | null;
  readonly salesRepId: string | null;
  readonly salesRepName: string | null;
  readonly salesRepEmail: string | null;
  readonly region: string | null;
  readonly commissionRate: string | null;
}

const MONEY_SCALE = 4;
const COST_SCALE = 8;
const RATE_SCALE = 2;
const MOST_LEVELS = 16;
const GREATEST_INTEGER = 2_147_483_647;
// Of numeric(19,4), less one, so that nothing that is rounded later can reach the limit.
const GREATEST_AMOUNT = 999_999_999_999_999n - 1n;

/**
 * @returns what checks a row; it throws a Reject that names the column, what is wrong with it and what it holds
 */
export function createLineCheck(format: Format, shop: ImportShop): (cells: Cells) => OrderLine {
  const readDate = rememberLast((text) => readInstant(text, shop.timeZone));
  const label = (column: Column) => format.labels[column] ?? column;
  const read = <T>(cells: Cells, column: Column, parse: (text: string) => T): T | null => {
    const text = cells[column];
    if (!text) return null;
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof Reject)) throw error;
      throw new Reject(`${label(column)} ${error.message}, got ${quote(text)}`);
    }
  };
  return (cells) => {
    for (const column of format.rowNeeds) {
      if (!cells[column]) throw new Reject(`${label(column)} is missing`);
    }
    const optional = <T>(column: Column, parse: (text: string) => T) => read(cells, column, parse);
    const needed = <T>(column: Column, parse: (text: string) => T): T => {
      const value = optional(column, parse);
      if (value === null) throw new Reject(`${label(column)} is missing`);
      return value;
    };
    return {
      orderId: needed("order_id", id),
      orderDate: optional("order_date", readDate),
      status: optional("status", status),
      orderTotal: optional("order_total", (text) => money(amount(text))),
      lineId: optional("line_id", id),
      ...readAmounts(needed, optional),
      customerId: optional("customer_id", id),
      customerName: optional("customer_name", name),
      customerEmail: optional("customer_email", name),
      customerSegment: optional("customer_segment", segment),
      productId: needed("product_id", id),
      productName: optional("product_name", name),
      category: optional("category", categoryPath),
      ...cells.sales_rep_id ? readSalesRep(optional) : noSalesRep,
    };
  };
}

type ReadOptional = <T>(column: Column, parse: (text: string) => T) => T | null;
type ReadNeeded = <T>(column: Column, parse: (text: string) => T) => T;

function readAmounts(
  needed: ReadNeeded,
  optional: ReadOptional,
): Pick<OrderLine, "quantity" | "unitPrice" | "unitCost" | "lineTotal"> {
  const quantity = needed("quantity", wholeNumber);
  const unitPrice = needed("unit_price", notNegative);
  const unitCost = optional("unit_cost", notNegative);
  const lineTotal = optional("line_total", amount) ??
    multiply({ digits: BigInt(quantity), scale: 0 }, unitPrice);
  if (!fits(lineTotal)) {
    throw new Reject(`quantity * unit_price is too large an amount, got ${money(lineTotal)}`);
  }
  return {
    quantity,
    unitPrice: money(unitPrice),
    unitCost: unitCost && formatDecimal(round(unitCost, COST_SCALE)),
    lineTotal: money(lineTotal),
  };
}

type SalesRep = Pick<
  OrderLine,
  "salesRepId" | "salesRepName" | "salesRepEmail" | "region" | "commissionRate"
>;

const noSalesRep: SalesRep = {
  salesRepId: null,
  salesRepName: null,
  salesRepEmail: null,
  region: null,
  commissionRate: null,
};

function readSalesRep(optional: ReadOptional): SalesRep {
  return {
    salesRepId: optional("sales_rep_id", id),
    salesRepName: optional("sales_rep_name", name),
    salesRepEmail: optional("sales_rep_email", name),
    region: optional("region", region),
    commissionRate: optional("commission_rate", percent),
  };
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

function textUpTo(longest: number): (value: string) => string {
  return (value) => {
    // Postgres counts code points, JavaScript half of a pair as one.
    if (value.length > longest && [...value].length > longest) {
      throw new Reject(`is longer than ${longest} characters`);
    }
    return value;
  };
}

// As long as the columns they go to; an id may be shown as a name.
const id = textUpTo(255);
const name = textUpTo(255);
const segment = textUpTo(50);
const region = textUpTo(100);
const categoryName = textUpTo(100);

function status(value: string): Status {
  const lower = value.toLowerCase();
  const found = statuses.find((candidate) => candidate === lower);
  if (!found) throw new Reject(`is none of ${statuses.join(", ")}`);
  return found;
}

function categoryPath(value: string): string {
  const levels = value.split(/\s+>\s+/);
  if (levels.length > MOST_LEVELS) throw new Reject(`has more than ${MOST_LEVELS} levels`);
  for (const level of levels) {
    if (level === "" || /^>|>$/.test(level)) throw new Reject("has an empty level");
    categoryName(level);
  }
  return levels.join(" > ");
}

function decimal(value: string): Decimal {
  const found = parseDecimal(value);
  if (found) return found;
  if (/^[+-]?(nan|inf(inity)?)$/i.test(value)) throw new Reject("is not finite");
  if (/^[+-]?[\d.]+e[+-]?\d+$/i.test(value)) {
    throw new Reject("is in scientific notation, which has lost digits: write them all");
  }
  if (/^[+-]?\d[\d.,'\s]*$/.test(value)) {
    throw new Reject("has a comma or a thousands separator: write 1234.50");
  }
  throw new Reject("is not a number");
}

function money(value: Decimal): string {
  return formatDecimal(round(value, MONEY_SCALE));
}

function amount(value: string): Decimal {
  const found = decimal(value);
  if (!fits(found)) throw new Reject("is too large an amount");
  return found;
}

function fits({ digits, scale }: Decimal): boolean {
  return (digits < 0n ? -digits : digits) <= GREATEST_AMOUNT * 10n ** BigInt(scale);
}

function notNegative(value: string): Decimal {
  const found = amount(value);
  if (found.digits < 0n) throw new Reject("is negative: a return has a negative quantity");
  return found;
}

function percent(value: string): string {
  const found = round(decimal(value), RATE_SCALE);
  if (found.digits < 0n || found.digits > 100n * 10n ** BigInt(RATE_SCALE)) {
    throw new Reject("is no percentage from 0 to 100");
  }
  return formatDecimal(found);
}

function wholeNumber(value: string): number {
  const { digits, scale } = decimal(value);
  const unit = 10n ** BigInt(scale);
  if (digits % unit !== 0n) throw new Reject("is not a whole number");
  const whole = Number(digits / unit);
  if (whole === 0) throw new Reject("is 0");
  if (Math.abs(whole) > GREATEST_INTEGER) throw new Reject("is too large a number");
  return whole;
}
