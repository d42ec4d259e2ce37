/** Products and categories as they are now. */
import type { Queryable } from "../db/pool.ts";
import { statement } from "../db/statements.ts";
import { currencyDigits } from "./analytics.ts";
import { decimal, rounded } from "./decimal.ts";

export interface Product {
  readonly id: string;
  readonly name: string;
  readonly categoryId: string | null;
  readonly costPrice: number | null;
  readonly sellingPrice: number;
}

export interface Category {
  readonly id: string;
  readonly name: string;
  readonly path: readonly string[];
}

/** @returns the products that exist, in no order */
export async function productsByIds(
  database: Queryable,
  currency: string,
  ids: readonly string[],
): Promise<readonly Product[]> {
  const rows = await database.run<
    {
      readonly id: string;
      readonly name: string;
      readonly category_id: string | null;
      readonly cost_price: string | null;
      readonly selling_price: string;
    }
  >(statement("queries/productsByIds"), { ids });
  const digits = currencyDigits(currency);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    categoryId: row.category_id,
    costPrice: row.cost_price === null ? null : rounded(decimal(row.cost_price), digits),
    sellingPrice: rounded(decimal(row.selling_price), digits),
  }));
}

/** @returns the categories that exist, in no order */
export async function categoriesByIds(
  database: Queryable,
  ids: readonly string[],
): Promise<readonly Category[]> {
  return await database.run<Category>(statement("queries/categoriesByIds"), { ids });
}
