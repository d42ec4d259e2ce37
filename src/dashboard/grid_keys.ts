/** In the browser: goes from cell to cell of a table that has some. */

const selector = "td[data-said]";

/** @returns the cell that an arrow key leads to, past places without one; undefined at the edge and for other keys */
export function neighbourOf(cell: HTMLElement, key: string): HTMLElement | undefined {
  const row = cell.closest("tr");
  const rows = [...cell.closest("tbody")?.rows ?? []];
  if (!row) return undefined;
  const own = [...row.querySelectorAll<HTMLElement>(selector)];
  const column = [...row.cells].indexOf(cell as HTMLTableCellElement);
  const inColumn = rows.map((other) => other.cells[column]).filter((other) => other?.matches(selector));
  const [line, at] = key === "ArrowLeft" || key === "ArrowRight" || key === "Home" || key === "End"
    ? [own, own.indexOf(cell)]
    : [inColumn, inColumn.indexOf(cell as HTMLTableCellElement)];
  switch (key) {
    case "ArrowLeft":
    case "ArrowUp":
      return line[at - 1];
    case "ArrowRight":
    case "ArrowDown":
      return line[at + 1];
    case "Home":
      return line.at(0);
    case "End":
      return line.at(-1);
    default:
      return undefined;
  }
}
