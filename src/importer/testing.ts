/** Importing texts in tests, and looking at what came of it. */
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import postgres from "postgres";
import { type ImportOptions, importOrders, type ImportResult } from "./import.ts";

export const shop = { timeZone: "Europe/Berlin", currency: "EUR" };
export const header = "order_id,order_date,customer_id,product_id,quantity,unit_price";

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

/** Runs `work` with a connection that is closed afterwards. */
export async function withSql<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end();
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
