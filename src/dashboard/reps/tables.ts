/** The tables of the sales reps page: on the page, and as CSV. */
import { withValue } from "../filter.ts";
import type { Loaded } from "../load.ts";
import { type Table, withoutColumns } from "../table.ts";
import { texts } from "../texts.ts";
import { hrefOf, type View } from "../view.ts";
import type { RepsQuery } from "../operation_types.ts";
import type { RegionMargin, RepPerformance } from "./answer.ts";
import { repTexts } from "./texts.ts";

export function repsTable({ answer, margins, view }: Loaded<RepsQuery>): Table {
  const most = Math.max(0, ...answer.salesRepPerformance.map(({ revenue }) => revenue));
  const table: Table = {
    name: repTexts.reps,
    heading: repTexts.rep,
    columns: [
      { key: "revenue", heading: texts.revenue, write: "money" },
      { key: "change", heading: texts.change, write: "change" },
      { key: "orders", heading: texts.orders, write: "count" },
      { key: "average", heading: texts.averageOrder, write: "money" },
      { key: "profit", heading: texts.profit, write: "money" },
      { key: "margin", heading: texts.marginShort, write: "percent" },
      { key: "commission", heading: texts.commission, write: "money" },
      { key: "contribution", heading: texts.contribution, write: "money" },
    ],
    rows: answer.salesRepPerformance.map((rep) => repRow(rep, most, view)),
  };
  return margins ? table : withoutColumns(table, ["profit", "margin", "commission", "contribution"]);
}

function repRow(rep: RepPerformance, most: number, view: View): Table["rows"][number] {
  const { salesRep } = rep;
  const id = salesRep?.id ?? "";
  return {
    key: id,
    name: salesRep?.name ?? repTexts.withoutRep,
    isWithout: salesRep === null,
    aside: salesRep ? salesRep.region ?? repTexts.withoutRegion : undefined,
    href: hrefOf("/", { ...view, filter: withValue(view.filter, "rep", id) }),
    share: most > 0 ? rep.revenue / most : 0,
    cells: [
      rep.revenue,
      rep.growthRate,
      rep.orders,
      rep.averageOrderValue,
      rep.profit ?? null,
      rep.profitMargin ?? null,
      rep.commission ?? null,
      rep.contribution ?? null,
    ],
  };
}

export function regionsTable({ answer, view }: Loaded<RepsQuery>): Table {
  const byRevenue = (answer.regions ?? []).toSorted((a, b) => b.revenue - a.revenue);
  return {
    name: repTexts.regions,
    heading: repTexts.region,
    columns: [
      { key: "units", heading: texts.unitsSold, write: "count", minor: true },
      { key: "revenue", heading: texts.revenue, write: "money" },
      { key: "change", heading: texts.change, write: "change" },
      { key: "profit", heading: texts.profit, write: "money", minor: true },
      { key: "margin", heading: texts.marginShort, write: "percent", minor: true },
    ],
    rows: byRevenue.map((region) => regionRow(region, view)),
  };
}

function regionRow(region: RegionMargin, view: View): Table["rows"][number] {
  return {
    key: region.key ?? "",
    name: region.label,
    isWithout: region.key === null,
    href: hrefOf("/reps", { ...view, filter: withValue(view.filter, "region", region.key ?? "") }),
    share: region.revenueShare ?? 0,
    cells: [
      region.unitsSold,
      region.revenue,
      region.growthRate,
      region.profit ?? null,
      region.profitMargin ?? null,
    ],
  };
}
