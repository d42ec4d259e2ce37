/** For browser tests: Superstore, four years of a real shop, served over a database of its own. */
import { superstorePath } from "../src/cli/demo_data.ts";
import { createClock } from "../src/base/clock.ts";
import { createPool } from "../src/db/pool.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { importOrders } from "../src/importer/import.ts";
import { drainAll } from "../src/precompute/drain.ts";
import { businessNow, shop } from "./visit.ts";
import { type TestWeb, testWeb } from "./web.ts";

export interface SampleShop extends AsyncDisposable {
  readonly web: TestWeb;
}

/** Its aggregates are built; its business clock is pinned to its last day. */
export async function sampleShop(): Promise<SampleShop> {
  const things = new AsyncDisposableStack();
  const { url } = things.use(await testDatabase());
  await importOrders({ path: superstorePath(), url, shop });
  const pool = createPool({ url, size: 2, deadlineMs: 60_000, name: "test" });
  await drainAll(pool, { ...shop, clock: createClock(businessNow) });
  await pool.close();
  const web = things.use(await testWeb(url, { shop, businessNow }));
  return { web, [Symbol.asyncDispose]: () => things.disposeAsync() };
}
