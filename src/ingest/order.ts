/** One order as JSON, with its lines in the columns of an import: read, and checked as an import checks rows. */
import { type Cells, type Column, columns, type ImportShop } from "../importer/format.ts";
import { laneway } from "../importer/laneway.ts";
import { createLineCheck, type OrderLine } from "../importer/order_line.ts";
import { Reject } from "../importer/reject.ts";

/** An order that can be stored; what all of its lines say alike, each of them says. */
export interface Order {
  readonly id: string;
  readonly lines: readonly OrderLine[];
}

const mostLines = 1_000;
const lineFields: readonly Column[] = [
  "line_id",
  "product_id",
  "product_name",
  "category",
  "quantity",
  "unit_price",
  "unit_cost",
  "line_total",
];
const orderFields = columns.filter((column) => !lineFields.includes(column));

/** @returns what reads an object; it throws a Reject that names the field, what is wrong with it and what it holds */
export function createOrderReader(shop: ImportShop): (order: Readonly<Record<string, unknown>>) => Order {
  const check = createLineCheck(laneway, shop);
  return ({ lines, ...own }) => {
    const common = readCells(own, orderFields, "an order");
    if (!Array.isArray(lines) || lines.length === 0) throw new Reject("lines must be a list of one or more");
    if (lines.length > mostLines) throw new Reject(`lines must be ${mostLines} at most, got ${lines.length}`);
    const checked = lines.map((line: unknown, index) => {
      try {
        return check({ ...common, ...readCells(requireObject(line), lineFields, "a line") });
      } catch (error) {
        if (!(error instanceof Reject) || isAboutOrder(error)) throw error;
        throw new Reject(`lines[${index}]: ${error.message}`);
      }
    });
    requireDistinct(checked);
    return { id: checked[0]?.orderId ?? "", lines: checked };
  };
}

/** @throws Reject where a value that was read from JSON is none */
export function requireObject(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new Reject(`must be an object, got ${shown(value)}`);
}

/** @returns the text that a field holds, without surrounding spaces; "" where it says nothing */
export function textOf(name: string, value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "number") return digitsOf(name, value);
  if (typeof value !== "string") throw new Reject(`${name} must be a text or a number, got ${shown(value)}`);
  if (value.includes("\0")) throw new Reject(`${name} holds a NUL character`);
  if (!value.isWellFormed()) {
    throw new Reject(`${name} holds half of a surrogate pair, which is no character`);
  }
  if (/[\n\r]/.test(value) && !laneway.freeText.includes(name)) {
    throw new Reject(`${name} holds a line break, got ${shown(value)}`);
  }
  return value.trim();
}

function readCells(
  given: Readonly<Record<string, unknown>>,
  fields: readonly Column[],
  what: string,
): Cells {
  const cells: Partial<Record<Column, string>> = {};
  for (const name of Object.keys(given)) {
    const field = fields.find((candidate) => candidate === name);
    if (!field) throw new Reject(`${shown(name)} is no field of ${what}: these are ${fields.join(", ")}`);
    cells[field] = textOf(name, given[name]);
  }
  return cells;
}

// Beyond these, a number in JSON may have lost digits on its way through a double.
const mostDigits = 15;

function digitsOf(name: string, value: number): string {
  const text = String(value);
  if (text.replaceAll(/\D/g, "").length > mostDigits) {
    throw new Reject(`${name} has more than ${mostDigits} digits: write it as a text, got ${text}`);
  }
  return text;
}

// The check of a row knows nothing of lines, and names the field first.
function isAboutOrder({ message }: Reject): boolean {
  return orderFields.some((field) => message.startsWith(`${field} `));
}

// An import would take the first and refuse the second: here an order is taken whole, or not at all.
function requireDistinct(lines: readonly OrderLine[]): void {
  const first = new Map<string, number>();
  lines.forEach(({ lineId }, index) => {
    if (lineId === null) return;
    const other = first.get(lineId);
    if (other !== undefined) {
      throw new Reject(`lines[${index}]: its line_id is that of lines[${other}], got ${shown(lineId)}`);
    }
    first.set(lineId, index);
  });
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 60).toWellFormed()}…` : text;
}
