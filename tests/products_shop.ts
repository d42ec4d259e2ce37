/** For tests: a small shop of products at their boundaries, asked in GraphQL from every lane. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { testDatabase } from "../src/dev/test_database.ts";
import { type AskedShop, askedShop } from "./asking.ts";
import { id } from "./by_hand.ts";

export const shop = { timeZone: "UTC", currency: "USD", weekStart: 1 } as const;
export const now = Temporal.Instant.from("2024-03-20T12:00:00Z");

const lines: readonly (readonly [
  order: number,
  date: string,
  total: number,
  product: number,
  units: number,
  price: number,
  cost: number | null,
])[] = [
  [1, "2024-03-05", 30, 11, 1, 10, 5],
  [1, "2024-03-05", 30, 11, 1, 20, 5],
  [2, "2024-03-06", 30, 12, 3, 30, 4],
  [3, "2024-03-07", 50, 13, 1, 50, null],
  [4, "2024-03-08", -20, 14, -2, -20, 4],
  [5, "2024-03-09", 0, 17, 1, 0, 2],
  [6, "2024-02-10", 15, 11, 1, 15, 5],
  [7, "2024-02-11", 40, 13, 1, 40, null],
  [8, "2024-02-12", -40, 13, -1, -40, null],
  // After now: in all time alone.
  [9, "2024-04-02", 100, 11, 1, 100, 5],
];

export async function fillShop(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql.unsafe(`
    insert into categories (id, name, parent_id) values
      ('${id(1)}', 'Home', null), ('${id(2)}', 'Lamps', '${id(1)}'), ('${id(3)}', 'Desks', '${id(1)}'),
      ('${id(4)}', 'Empty', null);
    insert into products (id, name, category_id, selling_price) values
      ('${id(11)}', 'Arc lamp', '${id(2)}', 10), ('${id(12)}', 'Beam lamp', '${id(2)}', 10),
      ('${id(13)}', 'Standing desk', '${id(3)}', 10), ('${id(14)}', 'Loose screw', null, 10),
      ('${id(15)}', 'Unsold LAMP', '${id(2)}', 10), ('${id(16)}', '100 %_off \\', null, 10),
      ('${id(17)}', 'Free sample', '${id(3)}', 10)`);
  for (const [order, date, total, product, units, price, cost] of lines) {
    await sql`insert into orders (id, order_date, total_amount) values (${id(order)}, ${date}, ${total})
      on conflict do nothing`;
    await sql`insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
      values (${id(order)}, ${date}, ${id(product)}, ${units}, 1, ${price}, ${cost})`;
  }
  await sql.end();
}

type Work = (
  shop: AskedShop,
  lanes: { readonly ranged: string; readonly allTime: string },
  url: string,
) => Promise<void>;

/** Works on the shop from its orders, then from aggregates and views. */
export async function inEveryLane(
  work: Work,
  fill: (url: string) => Promise<void> = fillShop,
): Promise<void> {
  await using database = await testDatabase();
  await fill(database.url);
  await using asked = askedShop(database.url, shop, now);
  await work(asked, { ranged: "DIRECT", allTime: "DIRECT" }, database.url);
  await asked.build();
  await work(asked, { ranged: "AGGREGATE", allTime: "VIEW" }, database.url);
}

export interface Figures {
  readonly [figure: string]: unknown;
}

interface OfProduct extends Figures {
  readonly product: { readonly id: string; readonly name: string };
}

interface OfCategory extends Figures {
  readonly category: { readonly name: string; readonly path: readonly string[] } | null;
}

interface Connection {
  readonly edges: readonly { readonly cursor: string; readonly node: OfProduct }[];
  readonly nodes: readonly OfProduct[];
  readonly pageInfo:
    & Readonly<Record<"hasNextPage" | "hasPreviousPage", boolean>>
    & Readonly<Record<"startCursor" | "endCursor", string | null>>;
  readonly totalCount: number;
}

interface Answered {
  readonly topProducts: readonly OfProduct[];
  readonly productPerformance: Figures;
  readonly categoryBreakdown: readonly OfCategory[];
  readonly products: Connection;
}

/** @returns the answer's data, once its lane is as expected */
export async function answer({ ask }: AskedShop, lane: string, query: string): Promise<Answered> {
  const { data, errors, extensions } = await ask(query);
  assert.equal(errors, undefined, JSON.stringify(errors));
  assert.deepEqual(Object.values(extensions?.answers ?? {}).map((each) => each.lane), [lane], query);
  return data as unknown as Answered;
}

/** @returns what was wrong with the question */
export async function refusal({ ask }: AskedShop, query: string): Promise<readonly (string | unknown)[]> {
  const { errors } = await ask(query);
  return errors?.map(({ message, extensions }) => `${extensions?.code}: ${message}`) ?? [];
}

export const listed = `edges { cursor node { product { id } } } nodes { rank product { id } }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount`;

/** @returns the numbers of the products, page by page, each page checked */
export async function walk(
  asked: AskedShop,
  lane: string,
  given: string,
  first: number,
): Promise<readonly number[]> {
  const ids: string[] = [];
  let after: string | null = null;
  do {
    const query = `{ products(${given}, first: ${first}${
      after ? `, after: "${after}"` : ""
    }) { ${listed} } }`;
    const { products } = await answer(asked, lane, query);
    const { edges, nodes, pageInfo, totalCount } = products;
    assert.equal(pageInfo.hasPreviousPage, ids.length > 0);
    assert.deepEqual(
      [pageInfo.startCursor, pageInfo.endCursor],
      [edges[0]?.cursor ?? null, edges.at(-1)?.cursor ?? null],
    );
    assert.deepEqual(
      edges.map(({ node }) => node.product.id),
      nodes.map(({ product }) => product.id),
    );
    assert.deepEqual(
      nodes.map(({ rank }) => rank),
      nodes.map((_: unknown, n: number) => ids.length + n + 1),
    );
    ids.push(...nodes.map(({ product }) => product.id));
    assert.equal(pageInfo.hasNextPage, ids.length < totalCount);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after);
  return ids.map((each) => Number(each.slice(-2)));
}
