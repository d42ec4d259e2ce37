/** The tables of the customers page: on the page, and as CSV. */
import { withValue } from "../filter.ts";
import type { Formats } from "../formats.ts";
import type { Loaded } from "../load.ts";
import { type Table, withoutColumns } from "../table.ts";
import { texts } from "../texts.ts";
import { hrefOf } from "../view.ts";
import type { CustomersQuery } from "../operation_types.ts";
import type { LifetimeBucket } from "./answer.ts";
import { customerTexts } from "./texts.ts";

export function segmentsTable({ answer, margins, view }: Loaded<CustomersQuery>): Table {
  const table: Table = {
    name: customerTexts.segments,
    heading: customerTexts.segment,
    columns: [
      { key: "customers", heading: customerTexts.customers, write: "count" },
      { key: "orders", heading: texts.orders, write: "count", minor: true },
      { key: "revenue", heading: texts.revenue, write: "money" },
      { key: "change", heading: texts.change, write: "change" },
      { key: "each", heading: customerTexts.perCustomer, write: "money", minor: true },
      { key: "margin", heading: texts.marginShort, write: "percent", minor: true },
    ],
    rows: answer.customerSegments.map((segment) => ({
      key: segment.segment ?? "",
      name: segment.segment ?? customerTexts.without,
      isWithout: segment.segment === null,
      href: hrefOf("/customers", {
        ...view,
        filter: withValue(view.filter, "segment", segment.segment ?? ""),
      }),
      share: segment.revenueShare ?? 0,
      cells: [
        segment.customers,
        segment.orders,
        segment.revenue,
        segment.growthRate,
        segment.customers === 0 ? null : segment.revenue / segment.customers,
        segment.profitMargin ?? null,
      ],
    })),
  };
  return margins ? table : withoutColumns(table, ["margin"]);
}

export function mixTable({ answer: { customerRetention } }: Loaded<CustomersQuery>): Table {
  const { customers, newCustomers, returningCustomers } = customerRetention;
  const row = (name: string, count: number) => ({
    key: name,
    name,
    cells: [count, customers === 0 ? null : count / customers],
  });
  return {
    name: customerTexts.mix,
    heading: customerTexts.customers,
    columns: [
      { key: "customers", heading: customerTexts.customers, write: "count" },
      { key: "share", heading: customerTexts.share, write: "percent" },
    ],
    rows: [row(customerTexts.newCustomers, newCustomers), row(customerTexts.returning, returningCustomers)],
  };
}

export function groupsTable({ answer }: Loaded<CustomersQuery>): Table {
  const { groups } = answer.rfmSegments;
  const most = Math.max(0, ...groups.map(({ revenueShare }) => revenueShare ?? 0));
  return {
    name: customerTexts.groups,
    heading: customerTexts.group,
    columns: [
      { key: "customers", heading: customerTexts.customers, write: "count", minor: true },
      { key: "share", heading: customerTexts.share, write: "percent" },
      { key: "revenue", heading: customerTexts.revenueShare, write: "percent" },
      { key: "each", heading: customerTexts.lifetimeValue, write: "money" },
    ],
    rows: groups.filter(({ customers }) => customers > 0).map((
      { group, customers, share, revenue, revenueShare },
    ) => ({
      key: group,
      name: customerTexts.rfmGroups[group],
      aside: customerTexts.groupHints[group],
      share: most > 0 ? (revenueShare ?? 0) / most : 0,
      cells: [customers, share, revenueShare, customers === 0 ? null : revenue / customers],
    })),
  };
}

export function spreadTable({ answer, shop: { formats } }: Loaded<CustomersQuery>): Table {
  return {
    name: customerTexts.spread,
    heading: customerTexts.brought,
    columns: [
      { key: "customers", heading: customerTexts.customers, write: "count" },
      { key: "share", heading: customerTexts.share, write: "percent" },
      { key: "revenue", heading: texts.revenue, write: "money", minor: true },
      { key: "revenueShare", heading: customerTexts.revenueShare, write: "percent", minor: true },
    ],
    rows: answer.lifetimeDistribution.buckets.map((bucket) => ({
      key: String(bucket.from),
      name: bucketName(bucket, formats),
      cells: [bucket.customers, bucket.share, bucket.revenue, bucket.revenueShare],
    })),
  };
}

/** @returns the amounts between which a bucket's customers are, such as `$200 up to $500` */
export function bucketName({ from, to }: Pick<LifetimeBucket, "from" | "to">, formats: Formats): string {
  const [first, end] = [from, to].map((edge) => edge === null ? "" : formats.shortMoney(edge));
  if (from === null) return customerTexts.below(end ?? "");
  return to === null ? customerTexts.above(first ?? "") : customerTexts.between(first ?? "", end ?? "");
}

export function cohortsTable({ answer, shop: { formats } }: Loaded<CustomersQuery>): Table {
  const { cohorts } = answer.cohortRetention;
  const [first] = cohorts;
  return {
    name: customerTexts.cohorts,
    heading: customerTexts.cohort,
    columns: [
      { key: "size", heading: customerTexts.size, write: "count" },
      ...(first?.cells ?? []).map(({ offset }) =>
        ({ key: `month-${offset}`, heading: customerTexts.monthInFull(offset), write: "percent" }) as const
      ),
    ],
    rows: cohorts.map(({ month, size, cells }) => ({
      key: month,
      name: formats.monthOf(Temporal.PlainDate.from(month)),
      cells: [size, ...cells.map(({ retention }) => retention)],
    })),
  };
}

export function rfmTable({ answer }: Loaded<CustomersQuery>): Table {
  const { cells } = answer.rfmSegments;
  const scores = [1, 2, 3, 4, 5];
  return {
    name: customerTexts.rfm,
    heading: customerTexts.rfmCorner,
    columns: scores.map((score) => ({
      key: `frequency-${score}`,
      heading: customerTexts.rfmColumn(score),
      write: "count",
    })),
    rows: scores.toReversed().map((recency) => ({
      key: String(recency),
      name: customerTexts.rfmRow(recency),
      cells: scores.map((frequency) =>
        cells.find((cell) => cell.recency === recency && cell.frequency === frequency)?.customers ?? 0
      ),
    })),
  };
}
