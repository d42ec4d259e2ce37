/** A table as a plain value: shown on a page, sorted, and written as CSV. */

/** Null where there is none to tell. */
export type Cell = number | string | null;

export interface Column {
  /** In addresses, and as a column's name in CSV. */
  readonly key: string;
  readonly heading: string;
  /** How its values are written. */
  readonly write: "money" | "count" | "percent" | "change" | "points" | "text";
  /** Left out where there is little room. */
  readonly minor?: boolean;
}

export interface Row {
  readonly key: string;
  readonly name: string;
  readonly href?: string | undefined;
  /** Whether it stands for what is without a name. */
  readonly isWithout?: boolean;
  /** Below the name, smaller. */
  readonly aside?: string | undefined;
  /** Said before the name to those who do not see where it stands. */
  readonly under?: string | undefined;
  /** How long its bar is, 0 to 1. */
  readonly share?: number | undefined;
  /** How deep it lies in a tree, from 0. */
  readonly depth?: number | undefined;
  /** In the order of the columns. */
  readonly cells: readonly Cell[];
}

export interface Table {
  /** What the table holds, said to those who do not see the page. */
  readonly name: string;
  /** Over the rows' names. */
  readonly heading: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

export interface SortLink {
  readonly href: string;
  readonly sorted: "ascending" | "descending" | undefined;
}

/** What orders a table's rows. */
export interface Sorting {
  readonly column: string;
  readonly descending: boolean;
}

/** @returns the rows in order of a column, what has no value last; equals stay as they were */
export function sortRows({ columns, rows }: Table, { column, descending }: Sorting): readonly Row[] {
  const index = columns.findIndex(({ key }) => key === column);
  const sign = descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [left, right] = [a.cells[index] ?? null, b.cells[index] ?? null];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    if (typeof left === "string" || typeof right === "string") {
      return sign * String(left).localeCompare(String(right));
    }
    return sign * (left - right);
  });
}

/** @returns the table without some of its columns */
export function withoutColumns(table: Table, keys: readonly string[]): Table {
  const isKept = table.columns.map(({ key }) => !keys.includes(key));
  const kept = <T>(values: readonly T[]) => values.filter((_, index) => isKept[index]);
  return {
    ...table,
    columns: kept(table.columns),
    rows: table.rows.map((row) => ({ ...row, cells: kept(row.cells) })),
  };
}

/** @returns CSV with a line of headings, CRLF and a byte order mark, as spreadsheets take it */
export function csvOf({ heading, columns, rows }: Table): string {
  const hasAsides = rows.some((row) => row.aside !== undefined);
  const lines = [
    [heading, ...(hasAsides ? [""] : []), ...columns.map((column) => column.heading)],
    ...rows.map((row) => [row.name, ...(hasAsides ? [row.aside ?? ""] : []), ...row.cells]),
  ];
  return "\uFEFF" + lines.map((line) => line.map(csvField).join(",") + "\r\n").join("");
}

function csvField(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  // A spreadsheet would run what begins like this as a formula, full-width signs too; where it divides lines by semicolons
  // or tabs, also what comes after one of these.
  const text = /^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell;
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
