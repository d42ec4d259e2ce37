import assert from "node:assert/strict";
import type { Analytics } from "../../analytics/analytics.ts";
import type { Queryable } from "../../db/pool.ts";
import type { LanewayCaller } from "../context.ts";
import { createExecutor } from "../execute.ts";
import { createLoaders } from "../loaders.ts";
import { createSchema } from "../schema.ts";
import { memoryLog, plain, testCaller } from "../testing.ts";

const at = (text: string) => Temporal.Instant.from(text);
const never: Queryable = { run: () => Promise.reject(new TypeError("Nothing is asked of the database")) };
const timeZone = "Europe/Berlin";
const analytics: Analytics = {
  database: never,
  direct: never,
  calendar: { timeZone, weekStart: 7 },
  currency: "EUR",
  clock: { wall: () => at("2024-02-20T20:00:10Z"), business: () => at("2017-12-30T22:59:59.999Z") },
  coverage: () => Promise.resolve({ asOf: at("2024-02-20T20:00:09.25Z"), timeZone, views: [] }),
};

Deno.test("the shop tells its settings, Laneway's version, and how fresh each lane is", async () => {
  const execute = createExecutor<LanewayCaller>({
    schema: createSchema(),
    introspection: false,
    log: memoryLog().log,
  });
  const query = "{ shop { timeZone currency weekStart now version freshness { lane asOf ageSeconds } } }";
  const result = await execute({ query }, {
    ...testCaller,
    analytics,
    loaders: createLoaders(analytics),
  });
  const project = JSON.parse(await Deno.readTextFile(new URL("../../../deno.json", import.meta.url)));
  assert.deepEqual(plain(result), {
    data: {
      shop: {
        timeZone,
        currency: "EUR",
        weekStart: "SUNDAY",
        now: "2017-12-30T22:59:59.999Z",
        version: project.version,
        freshness: [
          { lane: "VIEW", asOf: null, ageSeconds: null },
          { lane: "AGGREGATE", asOf: "2024-02-20T20:00:09.25Z", ageSeconds: 0.75 },
          { lane: "DIRECT", asOf: "2024-02-20T20:00:10Z", ageSeconds: 0 },
        ],
      },
    },
  });
});
