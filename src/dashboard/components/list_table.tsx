import type { JSX } from "preact";
import type { ListColumn, ListPage, ListRow } from "../list.ts";
import type { RowWindow } from "../virtual_rows.ts";

interface ListTableProps {
  readonly heading: string;
  readonly columns: readonly ListColumn[];
  readonly page: ListPage;
  /** Null for all rows. */
  readonly sight: RowWindow | null;
}

/** The rows in sight, with as much room before and after them as the others take. */
export function ListTable({ heading, columns, page: { rows, count }, sight }: ListTableProps): JSX.Element {
  const { first, end, before, after } = sight ?? { first: 0, end: rows.length, before: 0, after: 0 };
  return (
    <table class="data list" aria-rowcount={count === null ? -1 : count + 1}>
      <thead>
        <tr aria-rowindex={1}>
          <th scope="col">{heading}</th>
          {columns.map((column) => <Heading key={column.heading} column={column} />)}
        </tr>
      </thead>
      <tbody>
        {before > 0 && <Gap height={before} />}
        {rows.slice(first, end).map((row, index) => (
          <Line key={row.key} row={row} columns={columns} index={first + index} />
        ))}
        {after > 0 && <Gap height={after} />}
      </tbody>
    </table>
  );
}

function Heading({ column: { heading, kind, sort } }: { column: ListColumn }): JSX.Element {
  if (!sort) return <th scope="col" class={classOf(kind)}>{heading}</th>;
  return (
    <th scope="col" class={classOf(kind)} aria-sort={sort.isSorted ? "descending" : undefined}>
      <a class="sort" href={sort.href} title={sort.title}>
        {heading}
        <svg viewBox="0 0 8 6" width="8" height="6" aria-hidden="true">
          <path d="M4 5.5 1 2h6z" />
        </svg>
      </a>
    </th>
  );
}

function classOf(kind: ListColumn["kind"]): string {
  return kind === "count" ? "number of-count" : kind;
}

/** Nothing to see or to hear: the rows that it stands for are told by the others' numbers. */
function Gap({ height }: { height: number }): JSX.Element {
  return <tr class="gap" aria-hidden="true" style={{ height: `${height}px` }} />;
}

interface LineProps {
  readonly row: ListRow;
  readonly columns: readonly ListColumn[];
  /** From 0, over all pages. */
  readonly index: number;
}

function Line({ row: { name, href, aside, cells }, columns, index }: LineProps): JSX.Element {
  return (
    <tr aria-rowindex={index + 2}>
      <th scope="row">
        <a class="list-name" href={href} title={name}>
          <bdi>{name}</bdi>
        </a>
        <span class="list-aside">
          <bdi>{aside}</bdi>
        </span>
      </th>
      {columns.map(({ heading, kind }, column) => (
        <td key={heading} class={classOf(kind)}>
          {cells[column] === "" ? <span class="quiet">–</span> : cells[column]}
        </td>
      ))}
    </tr>
  );
}
