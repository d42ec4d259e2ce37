/** For tests: what products brought, added up line by line as docs/SEMANTICS.md says, without a statement of ours. */
import type postgres from "postgres";
import { decimal, rounded } from "../src/analytics/decimal.ts";
import type { Filter } from "../src/analytics/filter.ts";
import type { Range } from "../src/analytics/period.ts";

export interface Oracle {
  /** @returns by product: revenue, units, orders, profit; of all that sold */
  products(range: Range, filter: Filter): ReadonlyMap<string, Figures>;
  /** @returns by category, null for none, each with all below it: revenue */
  categories(range: Range, filter: Filter): ReadonlyMap<string | null, number>;
}

export type Figures = readonly [revenue: number, units: number, orders: number, profit: number];

interface Line {
  readonly order_id: string;
  /** Milliseconds; no range of the tests ends within one. */
  readonly at: number;
  readonly is_return: boolean;
  readonly region: string | null;
  readonly sales_rep_id: string | null;
  readonly customer_segment: string | null;
  readonly product_id: string;
  readonly category_id: string | null;
  readonly quantity: number;
  readonly total_price: string;
  readonly cost: string | null;
}

/** @returns an oracle of what the tables hold now */
export async function readOracle(sql: postgres.Sql): Promise<Oracle> {
  const lines = await sql<Line[]>`
    select i.order_id, floor(extract(epoch from o.order_date) * 1000)::float8 as at, o.total_amount < 0 as is_return,
      r.region, o.sales_rep_id, o.customer_segment, i.product_id, p.category_id, i.quantity, i.total_price::text,
      (i.unit_cost * i.quantity)::text as cost
    from orders o
    join order_items i on i.order_id = o.id and i.order_date = o.order_date
    join products p on p.id = i.product_id
    left join sales_representatives r on r.id = o.sales_rep_id
    where o.status = 'completed'`;
  const parents = new Map(
    (await sql<{ id: string; parent_id: string | null }[]>`select id, parent_id from categories`)
      .map(({ id, parent_id }) => [id, parent_id]),
  );
  const above = (category: string | null): readonly (string | null)[] => {
    const parent = category === null ? null : parents.get(category) ?? null;
    return parent === null ? [category] : [category, ...above(parent)];
  };
  const linesOf = ({ from, to }: Range, filter: Filter) =>
    lines.filter((line) =>
      line.at >= from.epochMilliseconds && line.at < to.epochMilliseconds &&
      among(filter.regions, [line.region]) && among(filter.salesRepIds, [line.sales_rep_id]) &&
      among(filter.segments, [line.customer_segment]) && among(filter.productIds, [line.product_id]) &&
      among(filter.categoryIds, above(line.category_id))
    );
  return {
    products: (range, filter) =>
      new Map(
        [...Map.groupBy(linesOf(range, filter), (line) => line.product_id)]
          .map(([product, sold]) => [product, figuresOf(sold)] as const),
      ),
    categories: (range, filter) => {
      const sold = linesOf(range, filter).flatMap((line) =>
        above(line.category_id).map((category) => ({ category, line }))
      );
      return new Map(
        [...Map.groupBy(sold, ({ category }) => category)]
          .map(([category, each]) => [category, figuresOf(each.map(({ line }) => line))[0]] as const),
      );
    },
  };
}

function among(wanted: readonly (string | null)[] | undefined, values: readonly (string | null)[]): boolean {
  return wanted === undefined || values.some((value) => wanted.includes(value));
}

function figuresOf(lines: readonly Line[]): Figures {
  const revenue = lines.reduce((sum, line) => sum + decimal(line.total_price), 0n);
  const profit = lines.reduce(
    (sum, { cost, total_price }) => cost === null ? sum : sum + decimal(total_price) - decimal(cost),
    0n,
  );
  const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const orders = new Set(lines.filter((line) => !line.is_return).map((line) => line.order_id)).size;
  return [rounded(revenue, 2), units, orders, rounded(profit, 2)];
}
