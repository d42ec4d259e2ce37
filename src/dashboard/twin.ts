/** In the browser: a trend's values, read from the table beside its chart, so that the page holds them once. */
import type { Trend } from "./draw_trend.ts";
import type { ChartPoint } from "./line.ts";

/** @param plot of a chart, in the page or in one that is to take its place */
export function readTrend(plot: Element): Trend {
  const [bottom = 0, top = 1] = plot.getAttribute("data-scale")?.split(" ").map(Number) ?? [];
  const rows = plot.closest(".trend")?.querySelectorAll<HTMLTableRowElement>(".twin tbody tr") ?? [];
  return { points: Array.from(rows, pointOf), extent: { bottom, top } };
}

function pointOf({ cells, dataset }: HTMLTableRowElement): ChartPoint {
  const [name = "", text = "", nameBefore = "", textBefore] = Array.from(
    cells,
    (cell) => cell.textContent ?? "",
  );
  const before = textBefore && { name: nameBefore, text: textBefore, value: numberOf(dataset.before) };
  return {
    name,
    text,
    value: numberOf(cells[1]?.querySelector("data")?.value),
    partial: dataset.partial !== undefined,
    from: dataset.from ?? "",
    to: dataset.to ?? "",
    ...(before && { before }),
  };
}

/** @param written empty where there is no value */
function numberOf(written: string | undefined): number | null {
  return written ? Number(written) : null;
}
