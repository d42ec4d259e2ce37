/** Things by id, asked one by one by resolvers and fetched together, once a request. */
import DataLoader from "dataloader";
import type { Analytics } from "../analytics/analytics.ts";
import { type Customer, customersByIds, type SalesRep, salesRepsByIds } from "../analytics/people.ts";
import { categoriesByIds, type Category, type Product, productsByIds } from "../analytics/products.ts";

export interface Loaders {
  readonly product: DataLoader<string, Product | undefined>;
  readonly category: DataLoader<string, Category | undefined>;
  readonly customer: DataLoader<string, Customer | undefined>;
  readonly salesRep: DataLoader<string, SalesRep | undefined>;
}

/** @returns loaders for one request: what they fetched is kept as long as they are */
export function createLoaders({ database, currency }: Analytics): Loaders {
  return {
    product: byId((ids) => productsByIds(database, currency, ids)),
    category: byId((ids) => categoriesByIds(database, ids)),
    customer: byId((ids) => customersByIds(database, ids)),
    salesRep: byId((ids) => salesRepsByIds(database, ids)),
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
