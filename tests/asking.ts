/** For tests: a shop that is asked in GraphQL, in this process, by the schema's own resolvers. */
import type { Analytics } from "../src/analytics/analytics.ts";
import { createCoverage } from "../src/analytics/coverage.ts";
import { createClock } from "../src/base/clock.ts";
import { createLog } from "../src/base/log.ts";
import { scopeOf } from "../src/base/scope.ts";
import type { Shop } from "../src/config.ts";
import { createPool, type Pool } from "../src/db/pool.ts";
import type { LanewayCaller } from "../src/graphql/context.ts";
import { createExecutor, type GraphqlResult } from "../src/graphql/execute.ts";
import { createLoaders } from "../src/graphql/loaders.ts";
import { createSchema } from "../src/graphql/schema.ts";
import { drainAll } from "../src/precompute/drain.ts";
import { beginRebuild } from "../src/precompute/rebuild.ts";
import { refreshViews } from "../src/precompute/views.ts";

type Ask = (query: string, variables?: Readonly<Record<string, unknown>>) => Promise<GraphqlResult>;

export interface AskedShop extends AsyncDisposable {
  readonly pool: Pool;
  /** Answered by the best lane that there is at this moment. */
  readonly ask: Ask;
  /** Builds aggregates and views, whatever they were built for before. */
  build(): Promise<void>;
}

// As an admin, who may see everything.
const scope = scopeOf("admin");
const log = createLog({ write: () => {} });
const execute = createExecutor<LanewayCaller>({ schema: createSchema(), introspection: true, log });

/** @returns what answers documents as the web process does, without HTTP */
export function askIn(analytics: Analytics): Ask {
  return async (query, variables) => {
    const caller = { requestId: "test", scope, analytics, loaders: createLoaders(analytics) };
    // As it is sent: graphql-js makes objects without a prototype.
    return JSON.parse(JSON.stringify(await execute({ query, variables }, caller)));
  };
}

/** @param now where the business clock stands */
export function askedShop(url: string, shop: Shop, now: Temporal.Instant): AskedShop {
  const pool = createPool({ url, size: 4, deadlineMs: 60_000, name: "test" });
  const clock = createClock(now);
  const { currency } = shop;
  return {
    pool,
    ask: askIn({
      database: pool,
      direct: pool,
      calendar: shop,
      currency,
      clock,
      // What is known of the aggregates is read anew each time.
      coverage: () => createCoverage(pool, clock)(),
    }),
    async build() {
      await beginRebuild(pool, shop);
      await drainAll(pool, { ...shop, clock });
      await refreshViews({ pool, log }, "all");
    },
    [Symbol.asyncDispose]: () => pool.close(),
  };
}
