/** For tests of repairs. */
import type { Pool } from "../db/pool.ts";
import { testDatabase } from "../dev/test_database.ts";
import { drainAll } from "./drain.ts";
import { repairAggregates } from "./repair.ts";
import type { Verification } from "./verify.ts";
import { options, type Shop, withShop } from "./verify_testing.ts";
import { addYears } from "./years_testing.ts";

/** A shop whose aggregates are built, years to date too. */
export async function inBuiltShop(work: (shop: Shop) => Promise<void>): Promise<void> {
  await using database = await testDatabase();
  await withShop(database.url, async (shop) => {
    await drainAll(shop.pool, options);
    await addYears(shop.pool, options);
    await work(shop);
  });
}

export function repair(pool: Pool, found: Verification): Promise<Verification> {
  return repairAggregates(pool, found, { waitMs: 20_000 });
}
