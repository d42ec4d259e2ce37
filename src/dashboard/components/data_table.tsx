import type { JSX } from "preact";
import { directionOf } from "../figure.ts";
import type { Formats } from "../formats.ts";
import type { Cell, Column, Row, SortLink, Table } from "../table.ts";
import { texts } from "../texts.ts";
import { Arrow } from "./arrow.tsx";
import { ShareBar } from "./share_bar.tsx";

interface DataTableProps {
  readonly table: Table;
  readonly formats: Formats;
  /** Where a column's heading leads to have the table sorted by it; undefined where it cannot be. */
  readonly sort?: ((column: string) => SortLink | undefined) | undefined;
}

/** A table of named rows. Where it is wider than its place it scrolls, with the names standing still. */
export function DataTable(
  { table: { name, heading, columns, rows }, formats, sort }: DataTableProps,
): JSX.Element {
  return (
    <div class="scroller" role="group" aria-label={name} tabIndex={0}>
      <table class="data">
        <colgroup>
          <col class="of-names" />
          {columns.map((column) => <col key={column.key} class={kindOf(column)} />)}
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{heading}</th>
            {columns.map((column) => (
              <ColumnHeading key={column.key} column={column} link={sort?.(column.key)} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => <DataRow key={row.key} row={row} columns={columns} formats={formats} />)}
        </tbody>
      </table>
    </div>
  );
}

function kindOf({ write, minor }: Column): string {
  return `${write === "text" ? "words" : `number of-${write}`}${minor ? " minor" : ""}`;
}

interface ColumnHeadingProps {
  readonly column: Column;
  readonly link: SortLink | undefined;
}

function ColumnHeading({ column, link }: ColumnHeadingProps): JSX.Element {
  const { heading } = column;
  const kind = kindOf(column);
  if (link === undefined) return <th scope="col" class={kind}>{heading}</th>;
  return (
    <th scope="col" class={kind} aria-sort={link.sorted}>
      <a class="sort" href={link.href} title={texts.sortBy(heading)}>
        {heading}
        <svg viewBox="0 0 8 10" width="8" height="10" aria-hidden="true">
          <path class="sort-up" d="M4 .5 7 4H1z" />
          <path class="sort-down" d="M4 9.5 1 6h6z" />
        </svg>
      </a>
    </th>
  );
}

interface DataRowProps {
  readonly row: Row;
  readonly columns: readonly Column[];
  readonly formats: Formats;
}

function DataRow({ row, columns, formats }: DataRowProps): JSX.Element {
  return (
    <tr class={row.depth === undefined ? undefined : `depth-${row.depth}`}>
      <th scope="row">
        {row.under && <span class="hidden">{row.under}</span>}
        <RowName row={row} />
        {row.aside !== undefined && (
          <span class="name aside">
            <bdi>{row.aside}</bdi>
          </span>
        )}
        {row.share !== undefined && <ShareBar share={row.share} />}
      </th>
      {columns.map((column, index) => (
        <td key={column.key} class={kindOf(column)}>
          <CellText cell={row.cells[index] ?? null} write={column.write} formats={formats} />
        </td>
      ))}
    </tr>
  );
}

function RowName({ row: { name, href, isWithout } }: { row: Row }): JSX.Element {
  const text = <bdi>{name}</bdi>;
  return (
    <span class={isWithout ? "name quiet" : "name"} title={name}>
      {href === undefined ? text : <a href={href}>{text}</a>}
    </span>
  );
}

interface CellTextProps {
  readonly cell: Cell;
  readonly write: Column["write"];
  readonly formats: Formats;
}

/** A value as it is read; a loss is red, and has its minus, unless it reads as zero. */
function CellText({ cell, write, formats }: CellTextProps): JSX.Element {
  if (cell === null) return <Unknown />;
  if (typeof cell === "string" || write === "text") {
    return (
      <span>
        <bdi>{cell}</bdi>
      </span>
    );
  }
  if (write === "change") {
    const direction = directionOf(cell, formats);
    return (
      <span class={`change ${direction}`}>
        <Arrow direction={direction} />
        {formats.change(cell)}
      </span>
    );
  }
  const text = formats[write](cell);
  const isLoss = cell < 0 && text !== formats[write](0);
  return <data value={String(cell)} class={isLoss ? "negative" : undefined}>{text}</data>;
}

function Unknown(): JSX.Element {
  return (
    <span class="quiet">
      <span aria-hidden="true">{texts.unknown}</span>
      <span class="hidden">{texts.none}</span>
    </span>
  );
}
