/** What is asked: every field of the schema, and what its filters and parts do to it. */
import { parseStatement } from "../../src/db/statements.ts";
import { timeZone, today } from "../growth/shape.ts";
import type { AskedShop } from "./asking.ts";

export interface Question {
  readonly name: string;
  readonly document: string;
  /** @returns another question of the kind each round, so that no page of the database is read for one alone */
  readonly variables: (round: number) => Readonly<Record<string, unknown>>;
  /** What 95 of 100 must take less than. */
  readonly budgetMs: number;
}

// Section 9 of the design: aggregates unfiltered, products and categories over a year; and the brief's lanes.
const [quick, ofProducts, view, aggregate, direct] = [20, 100, 100, 500, 2000];

interface Ids {
  readonly products: readonly string[];
  readonly customers: readonly string[];
  readonly reps: readonly string[];
  readonly categories: readonly string[];
  readonly regions: readonly string[];
  readonly segments: readonly string[];
}

/** @returns the questions, about things that the shop has */
export async function questionsFor({ database }: AskedShop): Promise<readonly Question[]> {
  const ids: Ids = {
    products: await some(database, "select id::text as value from products order by id limit 40"),
    customers: await some(database, "select id::text as value from customers order by id limit 40"),
    reps: await some(database, "select id::text as value from sales_representatives order by id limit 40"),
    categories: await some(
      database,
      "select id::text as value from categories where parent_id is null order by id",
    ),
    regions: await some(database, "select distinct region as value from sales_representatives order by 1"),
    segments: await some(
      database,
      "select distinct segment as value from customers where segment is not null order by 1",
    ),
  };
  return [...sales(ids), ...products(ids), ...customers(ids), ...profit(ids)];
}

async function some(database: AskedShop["database"], text: string): Promise<readonly string[]> {
  const rows = await database.run<{ readonly value: string }>(parseStatement("bench ids", text));
  return rows.map(({ value }) => value);
}

/** @returns a year of whole days that ends within the last month: another one each round */
function year(round: number): Readonly<Record<string, unknown>> {
  return yearTo(today.add({ days: 1 - round % 30 }).toZonedDateTime(timeZone));
}

/** @returns the same, cut in the middle of days */
function cutYear(round: number): Readonly<Record<string, unknown>> {
  return yearTo(today.subtract({ days: round % 30 }).toZonedDateTime({ timeZone, plainTime: "14:30" }));
}

function yearTo(end: Temporal.ZonedDateTime): Readonly<Record<string, unknown>> {
  return { range: { startDate: `${end.subtract({ years: 1 }).toInstant()}`, endDate: `${end.toInstant()}` } };
}

function asked(
  name: string,
  budgetMs: number,
  field: string,
  selection: string,
  filter: Question["variables"] | undefined = undefined,
): Question {
  const narrowed = filter ? ", filter: $filter" : "";
  const declared = filter ? ", $filter: SalesFilter" : "";
  const custom = field.includes("salesOverview") ? "" : "period: CUSTOM, ";
  const [called, ...given] = field.split(" ");
  const others = given.length > 0 ? `, ${given.join(" ")}` : "";
  return {
    name,
    budgetMs,
    document: `query ($range: DateRangeInput${declared}) {
      ${called}(${custom}dateRange: $range${others}${narrowed}) { ${selection} } }`,
    variables: (round) => ({ ...year(round), ...(filter && { filter: filter(round) }) }),
  };
}

function plain(
  name: string,
  budgetMs: number,
  document: string,
  variables: Question["variables"] = () => ({}),
): Question {
  return { name, budgetMs, document, variables };
}

function at(list: readonly string[], round: number): string {
  return list[round % list.length] ?? "";
}

const figures =
  "totalRevenue totalOrders averageOrderValue totalProfit profitMargin previous { totalRevenue }";
const points = "timestamp value label partial previous";
const soldFigures =
  "rank product { name category { name } } revenue unitsSold orders profit profitMargin growthRate";

function sales({ regions, segments, products, categories }: Ids): readonly Question[] {
  const region = (round: number) => ({ regions: [at(regions, round)] });
  const product = (round: number) => ({ productIds: [at(products, round)] });
  const category = (round: number) => ({ categoryIds: [at(categories, round)] });
  const both = (round: number) => ({ segments: [at(segments, round)], productIds: [at(products, round)] });
  return [
    asked("overview of a year", quick, "salesOverview", figures),
    { ...asked("overview of a year, cut", quick, "salesOverview", figures), variables: cutYear },
    asked("overview with customers", quick, "salesOverview", `${figures} customers previous { customers }`),
    asked("overview, a region", aggregate, "salesOverview", figures, region),
    asked("overview with customers, a region", direct, "salesOverview", `${figures} customers`, region),
    asked("overview, a product", aggregate, "salesOverview", figures, product),
    asked("overview, a category", direct, "salesOverview", figures, category),
    asked("overview, a product in a segment", direct, "salesOverview", figures, both),
    plain("overview, year to date", quick, `{ salesOverview(period: YEAR) { ${figures} } }`),
    ...["REVENUE", "CUSTOMERS", "PROFIT"].map((metric) =>
      asked(`trend of a year, ${metric}`, quick, `salesTrends metric:${metric}`, points)
    ),
    {
      ...asked("trend of a year, CUSTOMERS, cut", quick, "salesTrends metric:CUSTOMERS", points),
      variables: cutYear,
    },
    plain("trend of today by hour", quick, `{ salesTrends(period: TODAY, metric: REVENUE) { ${points} } }`),
    asked("trend of a year, a region", aggregate, "salesTrends metric:REVENUE", points, region),
    asked("trend of a year, a category", aggregate, "salesTrends metric:REVENUE", points, category),
    asked("trend of customers, a region", direct, "salesTrends metric:CUSTOMERS", points, region),
    plain(
      "right now",
      direct,
      "{ realtimeMetrics { lastHour { revenue orders activeCustomers } today { revenue orders activeCustomers } ordersByMinute { orders } } }",
    ),
  ];
}

function products({ products, categories, regions }: Ids): readonly Question[] {
  const category = (round: number) => ({ categoryIds: [at(categories, round)] });
  const region = (round: number) => ({ regions: [at(regions, round)] });
  return [
    ...["REVENUE", "MARGIN"].map((sort) =>
      asked(
        `top products of a year, ${sort}`,
        ofProducts,
        `topProducts sortBy:${sort} limit:100`,
        soldFigures,
      )
    ),
    {
      ...asked(
        "top products of a year, cut",
        ofProducts,
        "topProducts sortBy:REVENUE limit:100",
        soldFigures,
      ),
      variables: cutYear,
    },
    asked("top products, a category", aggregate, "topProducts sortBy:REVENUE", soldFigures, category),
    asked("top products, a region", direct, "topProducts sortBy:REVENUE", soldFigures, region),
    plain("top products, all time", view, `{ topProducts(sortBy: REVENUE) { ${soldFigures} } }`),
    plain(
      "a product's year",
      ofProducts,
      `query ($id: ID!) { productPerformance(productId: $id, period: YEAR) {
        revenue unitsSold orders rank rankedProducts revenueShare growthRate trend { value } } }`,
      (round) => ({ id: at(products, round) }),
    ),
    asked(
      "categories of a year",
      ofProducts,
      "categoryBreakdown",
      "category { path } revenue profit growthRate",
    ),
    asked(
      "categories, a region",
      direct,
      "categoryBreakdown",
      "category { path } revenue growthRate",
      region,
    ),
    plain("products, all time, a page", view, `{ products { totalCount nodes { ${soldFigures} } } }`),
    plain("products, searched", view, `{ products(search: "1") { totalCount nodes { ${soldFigures} } } }`),
    asked("products of a year, a page", ofProducts, "products", `totalCount nodes { ${soldFigures} }`),
  ];
}

function customers({ customers, regions }: Ids): readonly Question[] {
  const region = (round: number) => ({ regions: [at(regions, round)] });
  const segment = "segment revenue orders profit profitMargin growthRate";
  const kept = "customers retainedCustomers newCustomers retentionRate repeatRate";
  const one = "customer { name } revenue profit orders rfm { group }";
  return [
    asked("segments of a year", quick, "customerSegments", segment),
    asked("segments with customers", direct, "customerSegments", `${segment} customers`),
    plain(
      "a customer's value",
      view,
      `query ($id: ID!) { customerLifetimeValue(customerId: $id) { ${one} rank rankedCustomers } }`,
      (round) => ({ id: at(customers, round) }),
    ),
    asked("retention of a year", quick, "customerRetention", kept),
    plain("retention, month to date", quick, `{ customerRetention(period: MONTH) { ${kept} } }`),
    asked("retention, a region", direct, "customerRetention", kept, region),
    plain(
      "cohorts of 12 months",
      quick,
      "{ cohortRetention { cohorts { size cells { retention revenue } } } }",
    ),
    plain("Lifetime values, spread", view, "{ lifetimeDistribution { buckets { from customers revenue } } }"),
    plain("RFM groups", view, "{ rfmSegments { groups { customers revenue } cells { customers } } }"),
    plain("customers, a page", view, `{ customers { totalCount nodes { ${one} } } }`),
    plain("customers, searched", view, `{ customers(search: "12") { totalCount nodes { ${one} } } }`),
    plain("customers, all found", view, `{ customers(search: "customer") { totalCount nodes { ${one} } } }`),
  ];
}

function profit({ regions, categories }: Ids): readonly Question[] {
  const region = (round: number) => ({ regions: [at(regions, round)] });
  const category = (round: number) => ({ categoryIds: [at(categories, round)] });
  const margin = "label revenue cost profit profitMargin growthRate marginChange";
  const left = "revenue cost profit commission contribution growthRate";
  return [
    asked("profitability of a year", quick, "profitabilityMetrics", left),
    asked("profitability, a region", aggregate, "profitabilityMetrics", left, region),
    asked("profitability, a category", direct, "profitabilityMetrics", left, category),
    ...["SALES_REP", "REGION", "SEGMENT"].map((by) =>
      asked(`margins of a year by ${by}`, quick, `marginAnalysis groupBy:${by}`, margin)
    ),
    ...["PRODUCT", "CATEGORY"].map((by) =>
      asked(`margins of a year by ${by}`, ofProducts, `marginAnalysis groupBy:${by}`, margin)
    ),
    plain("margins by PRODUCT, all time", view, `{ marginAnalysis(groupBy: PRODUCT) { ${margin} } }`),
    plain("margins by CATEGORY, all time", view, `{ marginAnalysis(groupBy: CATEGORY) { ${margin} } }`),
    asked(
      "sales reps of a year",
      quick,
      "salesRepPerformance",
      `rank salesRep { name } ${left} unitsSold`.replace(" cost", ""),
    ),
    asked(
      "sales reps, a category",
      direct,
      "salesRepPerformance",
      "rank salesRep { name } revenue orders",
      category,
    ),
  ];
}
