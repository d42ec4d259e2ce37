/** Margins of groups as a table. */
import type { FilterField } from "../filter.ts";
import { withValue } from "../filter.ts";
import type { Loaded } from "../load.ts";
import type { Column, Row, Table } from "../table.ts";
import { texts } from "../texts.ts";
import { hrefOf, type View } from "../view.ts";
import type { ProfitQuery } from "../operation_types.ts";
import type { Margin, MarginGroup } from "./answer.ts";
import { profitTexts } from "./texts.ts";

const columns: readonly Column[] = [
  { key: "revenue", heading: texts.revenue, write: "money" },
  { key: "change", heading: texts.change, write: "change", minor: true },
  { key: "cost", heading: texts.cost, write: "money", minor: true },
  { key: "profit", heading: texts.profit, write: "money" },
  { key: "share", heading: profitTexts.profitShare, write: "percent", minor: true },
  { key: "margin", heading: texts.marginShort, write: "percent" },
  { key: "points", heading: profitTexts.marginChange, write: "points", minor: true },
];

const deepestIndent = 3;

export function marginTable({ answer, view }: Loaded<ProfitQuery>, group: MarginGroup): Table {
  const margins = group === "category" ? asTree(answer.marginAnalysis) : answer.marginAnalysis;
  return {
    name: `${profitTexts.by} ${profitTexts.groups[group].toLowerCase()}`,
    heading: profitTexts.groups[group],
    columns,
    rows: margins.map((margin) => rowOf(margin, group, view)),
  };
}

function rowOf(margin: Margin, group: MarginGroup, view: View): Row {
  const isCostKnown = margin.costCoverage !== 0;
  const { path } = margin.category ?? {};
  return {
    key: margin.key ?? "",
    name: margin.label,
    isWithout: margin.key === null,
    href: hrefFor(margin, group, view),
    depth: path && Math.min(path.length - 1, deepestIndent),
    under: path && path.length > 1 ? `${path.slice(0, -1).join(", ")}, ` : undefined,
    share: margin.profitShare ?? 0,
    cells: [
      margin.revenue,
      margin.growthRate,
      isCostKnown ? margin.cost : null,
      isCostKnown ? margin.profit : null,
      margin.profitShare,
      margin.profitMargin,
      margin.marginChange,
    ],
  };
}

/** A product has a page of its own; everything else is a filter. */
function hrefFor({ key }: Margin, group: MarginGroup, view: View): string {
  if (group === "product") return hrefOf(`/products/${key}`, view);
  const field: FilterField = group;
  return hrefOf("/profit", { ...view, filter: withValue(view.filter, field, key ?? "") });
}

/** @returns each category below the one it lies in, otherwise as they were */
function asTree(margins: readonly Margin[]): readonly Margin[] {
  const pathOf = ({ category }: Margin) => category?.path ?? [];
  const below = (parent: readonly string[]): readonly Margin[] =>
    margins.filter((margin) => {
      const path = pathOf(margin);
      return path.length === parent.length + 1 && parent.every((name, index) => path[index] === name);
    }).flatMap((margin) => [margin, ...below(pathOf(margin))]);
  return [...below([]), ...margins.filter(({ category }) => category === null)];
}
