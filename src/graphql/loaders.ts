/** Things by id, asked one by one by resolvers and fetched together, once a request. */
import DataLoader from "dataloader";
import { categoriesByIds, type Category, type Product, productsByIds } from "../analytics/products.ts";
import type { Queryable } from "../db/pool.ts";

export interface Loaders {
  readonly product: DataLoader<string, Product | undefined>;
  readonly category: DataLoader<string, Category | undefined>;
}

/** @returns loaders for one request: what they fetched is kept as long as they are */
export function createLoaders(database: Queryable, currency: string): Loaders {
  return {
    product: byId((ids) => productsByIds(database, currency, ids)),
    category: byId((ids) => categoriesByIds(database, ids)),
  };
}

function byId<T extends { readonly id: string }>(
  fetch: (ids: readonly string[]) => Promise<readonly T[]>,
): DataLoader<string, T | undefined> {
  return new DataLoader(async (ids) => {
    const found = new Map((await fetch(ids)).map((thing) => [thing.id, thing]));
    return ids.map((id) => found.get(id));
  });
}
