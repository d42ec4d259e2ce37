/** A trend as a table, for those who take it along. */
import type { Table } from "./table.ts";
import { texts } from "./texts.ts";
import type { TrendChart } from "./trend.ts";

export function trendTable({ label, name, points, compares }: TrendChart): Table {
  const value = { key: "value", heading: name, write: "count" } as const;
  return {
    name: label,
    heading: texts.when,
    columns: [
      value,
      ...(compares
        ? [
          { key: "when-before", heading: texts.then, write: "text" } as const,
          { ...value, key: "value-before" },
        ]
        : []),
    ],
    rows: points.map((point) => ({
      key: point.from,
      name: point.name,
      cells: [point.value, ...(compares ? [point.before?.name ?? null, point.before?.value ?? null] : [])],
    })),
  };
}
