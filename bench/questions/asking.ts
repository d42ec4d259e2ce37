/** A shop that is asked in this process, with the pools of a web process and no cache. */
import type { Analytics } from "../../src/analytics/analytics.ts";
import { createCoverage } from "../../src/analytics/coverage.ts";
import { createClock } from "../../src/base/clock.ts";
import { createLog } from "../../src/base/log.ts";
import { scopeOf } from "../../src/base/scope.ts";
import { createPool, type Queryable } from "../../src/db/pool.ts";
import type { LanewayCaller } from "../../src/graphql/context.ts";
import { createExecutor, type GraphqlResult } from "../../src/graphql/execute.ts";
import { createLoaders } from "../../src/graphql/loaders.ts";
import { createSchema } from "../../src/graphql/schema.ts";
import { areViewsMissing, refreshViews } from "../../src/precompute/views.ts";
import { now, timeZone } from "../growth/shape.ts";

export interface AskedShop extends AsyncDisposable {
  readonly database: Queryable;
  ask(document: string, variables: Readonly<Record<string, unknown>>): Promise<GraphqlResult>;
  /** Refreshes the views where nothing was made of them yet. */
  fillViews(): Promise<void>;
}

// As the web process has them; views may take their time.
const [deadlineMs, directDeadlineMs, refreshDeadlineMs] = [5_000, 2_000, 10 * 60_000];

/** @param url of a database whose aggregates are built */
export function openShop(url: string): AskedShop {
  const log = createLog({ write: () => {} });
  const database = createPool({ url, size: 20, deadlineMs, name: "bench" });
  const direct = createPool({ url, size: 4, deadlineMs: directDeadlineMs, name: "bench direct" });
  const clock = createClock(now);
  const coverage = createCoverage(database, clock);
  const analytics: Analytics = {
    database,
    direct,
    calendar: { timeZone, weekStart: 1 },
    currency: "EUR",
    clock,
    coverage,
  };
  const execute = createExecutor<LanewayCaller>({ schema: createSchema(), introspection: false, log });
  return {
    database,
    ask: (query, variables) =>
      execute({ query, variables }, {
        requestId: "bench",
        scope: scopeOf("admin"),
        analytics,
        loaders: createLoaders(analytics),
      }),
    async fillViews() {
      if (!await areViewsMissing(database, "bench views")) return;
      const pool = createPool({ url, size: 1, deadlineMs: refreshDeadlineMs, name: "bench views" });
      await refreshViews({ pool, log }, "all");
      await pool.close();
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([database.close(), direct.close()]);
    },
  };
}
