/** Importing texts in tests, and looking at what came of it. */
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { type ImportOptions, importOrders, type ImportResult } from "./import.ts";
import { withSql } from "../dev/with_sql.ts";

export const shop = { timeZone: "Europe/Berlin", currency: "EUR" };
export const header = "order_id,order_date,customer_id,product_id,quantity,unit_price";
/** The columns of a file that says all it can. */
export const everything =
  "order_id,line_id,order_date,status,customer_id,customer_name,customer_email,customer_segment," +
  "product_id,product_name,category,quantity,unit_price,unit_cost,line_total,order_total,sales_rep_id,sales_rep_name," +
  "sales_rep_email,region,commission_rate";

/** A file of 23 orders in 60 rows. */
export const shopFile = `${everything}\n` + Array.from({ length: 60 }, (_, index) => {
  const order = index % 23;
  return `A-${order},,2024-0${1 + order % 9}-11,completed,c${order % 7},Customer ${order % 7},c${
    order % 7
  }@example.org,,` +
    `p${index % 5},Product ${index % 5},Top > Sub ${index % 5},${1 + index % 3},${5 + index % 5}.5,2,,,r${
      order % 2
    },,,,\n`;
}).join("");

export interface Imported extends ImportResult {
  /** Reasons by line number. */
  readonly reasons: ReadonlyMap<number, string>;
  /** The list of rejected rows as it was written; undefined where there is none. */
  readonly rejects: readonly (readonly string[])[] | undefined;
}

type Options = Partial<Omit<ImportOptions, "path" | "url" | "rejectsPath">>;

/** Imports a file of this content, in a directory of its own. */
export async function importText(
  url: string,
  content: string | Uint8Array<ArrayBuffer>,
  options: Options = {},
): Promise<Imported> {
  const directory = await Deno.makeTempDir({ prefix: "laneway-import-" });
  try {
    const path = join(directory, "orders.csv");
    await Deno.writeFile(path, typeof content === "string" ? new TextEncoder().encode(content) : content);
    const result = await importOrders({ path, url, shop, ...options });
    const rejects: string[][] | undefined = result.rejectsPath === undefined
      ? undefined
      : parse(await Deno.readTextFile(result.rejectsPath), { relax_column_count: true, relax_quotes: true });
    const reasons = new Map(rejects?.slice(1).map(([line, reason = ""]) => [Number(line), reason]));
    return { ...result, rejects, reasons };
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

const tables = [
  "customers",
  "categories",
  "products",
  "sales_representatives",
  "orders",
  "order_items",
  "order_ids",
] as const;

export type Contents = Readonly<
  Record<(typeof tables)[number], readonly Readonly<Record<string, unknown>>[]>
>;

/** @returns every row of the shop, without its times of writing; categories by name, since their ids are random */
export function contentsOf(url: string): Promise<Contents> {
  return readTables(
    url,
    (table) => `select to_jsonb(t) - '{created_at,updated_at}'::text[] as row from ${table} t`,
  );
}

/** @returns which transaction wrote each row of the shop last, and where it lies */
export function versionsOf(url: string): Promise<Contents> {
  return readTables(
    url,
    (table) => `select jsonb_build_array(t.tableoid, t.ctid, t.xmin, t.*) as row from ${table} t`,
  );
}

function readTables(url: string, query: (table: string) => string): Promise<Contents> {
  return withSql(url, async (sql) => {
    const found: Partial<Record<(typeof tables)[number], Record<string, unknown>[]>> = {};
    for (const table of tables) {
      const rows = await sql.unsafe<{ row: Record<string, unknown> }[]>(`${query(table)} order by 1`);
      found[table] = rows.map(({ row }) => row);
    }
    return found as Contents;
  });
}

/** @returns the contents with categories by name, since they have no ids of their own in a file */
export function withoutCategoryIds(contents: Contents): unknown {
  const { categories, products, ...others } = contents;
  const nameOf = new Map(categories.map(({ id, name }) => [id, name]));
  return {
    ...others,
    categories: categories.map(({ name, parent_id }) => [name, nameOf.get(parent_id)]).sort(),
    products: products.map(({ category_id, ...product }) => ({
      ...product,
      category: nameOf.get(category_id),
    })),
  };
}
