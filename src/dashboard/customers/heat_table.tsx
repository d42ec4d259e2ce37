import type { JSX } from "preact";
import type { Heat, HeatRow } from "./heat.ts";

interface HeatTableProps {
  readonly heat: Heat;
  readonly label: string;
  /** Whether all columns are as wide, and cells about as high. */
  readonly isSquare?: boolean;
}

/** A heat map is a table: its values stand in its cells, also for those who see no shades. */
export function HeatTable({ heat, label, isSquare = false }: HeatTableProps): JSX.Element {
  const { corner, asideHeading, columns, rows } = heat;
  return (
    <table class={isSquare ? "heat square" : "heat"} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{corner}</th>
          {asideHeading && <th scope="col" class="number">{asideHeading}</th>}
          {columns.map((column) => <th key={column} scope="col" class="heat-column">{column}</th>)}
        </tr>
      </thead>
      <tbody>{rows.map((row, index) => <HeatLine key={row.name} row={row} isFirst={index === 0} />)}</tbody>
    </table>
  );
}

function HeatLine({ row, isFirst }: { row: HeatRow; isFirst: boolean }): JSX.Element {
  return (
    <tr>
      <th scope="row">{row.name}</th>
      {row.aside !== undefined && <td class="number">{row.aside}</td>}
      {row.cells.map(({ text, said, level, partial }, column) =>
        said === "" ? <td key={column} class="heat-none" /> : (
          <td
            key={column}
            class={`heat-cell heat-${level}${partial ? " heat-partial" : ""}`}
            // One cell is reached by Tab, the others from there by the arrow keys.
            tabIndex={isFirst && column === 0 ? 0 : -1}
            data-said={said}
          >
            {text}
          </td>
        )
      )}
    </tr>
  );
}
