/** graphql-yoga with its response cache, over our schema, resolvers and database. Its argument is the port. */
import { useResponseCache } from "@graphql-yoga/plugin-response-cache";
import { createYoga } from "graphql-yoga";
import { createCoverage } from "../../src/analytics/coverage.ts";
import { createClock } from "../../src/base/clock.ts";
import { createLog } from "../../src/base/log.ts";
import { scopeOf } from "../../src/base/scope.ts";
import { readConfig } from "../../src/config.ts";
import { createPool } from "../../src/db/pool.ts";
import { createLoaders } from "../../src/graphql/loaders.ts";
import { createSchema } from "../../src/graphql/schema.ts";

const config = readConfig();
const pool = createPool({ url: config.databaseUrl, size: 4, deadlineMs: 5_000, name: "yoga" });
const clock = createClock(config.businessNow);
const analytics = {
  database: pool,
  direct: pool,
  calendar: config.shop,
  currency: config.shop.currency,
  clock,
  coverage: createCoverage(pool, clock),
};
const yoga = createYoga({
  schema: createSchema(),
  logging: false,
  context: () => ({
    requestId: "bench",
    scope: scopeOf("viewer"),
    analytics,
    loaders: createLoaders(analytics),
    log: createLog({ write: () => {} }),
    answers: new Map(),
  }),
  plugins: [useResponseCache({ session: () => null, ttl: 60_000 })],
});
const port = Number(Deno.args[0]);
Deno.serve({ port, hostname: "127.0.0.1", onListen: () => {} }, (request) => yoga.fetch(request));
// It ends with the bench, however that ends.
for await (const _ of Deno.stdin.readable);
Deno.exit();
