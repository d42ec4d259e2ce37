import assert from "node:assert/strict";
import fc from "fast-check";
import type { Analytics } from "../analytics/analytics.ts";
import { createClock } from "../base/clock.ts";
import { fingerprintOf } from "../cache/envelope.ts";
import { createSource } from "../cache/source.ts";
import { createTiers } from "../cache/tiers.ts";
import { createLoaders } from "./loaders.ts";
import { type CacheableRequest, createResponseCache } from "./response_cache.ts";
import { createSchema } from "./schema.ts";
import { testCaller } from "./testing.ts";

const never = { run: () => Promise.reject(new TypeError("Nothing is asked of the database")) };
const analytics: Analytics = {
  database: never,
  direct: never,
  calendar: { timeZone: "UTC", weekStart: 1 },
  currency: "USD",
  clock: createClock(),
  coverage: () => Promise.reject(new TypeError("Nothing is asked of the database")),
};
const schema = createSchema();

const query = fc.constantFrom(
  "{ shop { currency } }",
  "{ shop { currency }}",
  "query a { shop { currency } } query b { shop { timeZone } }",
);
// Texts that look like what separates them.
const text = fc.oneof(
  fc.string({ maxLength: 3 }),
  fc.constantFrom('","', '"]', "null", "all", "region:West"),
);
const request: fc.Arbitrary<CacheableRequest> = fc.record({
  query,
  operationName: fc.option(fc.constantFrom("a", "b"), { nil: undefined }),
  variables: fc.option(fc.dictionary(text, text, { maxKeys: 2 }), { nil: undefined }),
  scope: text,
});
const sameBut = (given: CacheableRequest) =>
  fc.oneof(
    request,
    fc.record({ scope: text }).map((other) => ({ ...given, ...other })),
    fc.record({ operationName: fc.constantFrom("a", "b", undefined) }).map((other) => ({
      ...given,
      ...other,
    })),
  );

const shown = ({ variables = {}, operationName, ...rest }: CacheableRequest) =>
  JSON.stringify([rest.query, operationName ?? null, variables, rest.scope]);

Deno.test("nobody is told what was kept for another document, other variables or another scope", async () => {
  const pairs = request.chain((given) => fc.tuple(fc.constant(given), sameBut(given)));
  let kept = 0;
  await fc.assert(
    fc.asyncProperty(pairs, async ([first, second]) => {
      const reading = { epoch: "e1", generation: 1, notes: [], views: new Map(), behindMs: 0 };
      const tiers = createTiers({
        maxBytes: 1_000_000,
        shared: undefined,
        fingerprint: fingerprintOf(["test"]),
        now: () => 0,
        random: () => 0,
        pause: () => Promise.resolve(),
      });
      const cache = createResponseCache({
        tiers,
        source: createSource({ name: "primary", read: () => Promise.resolve(reading), now: () => 0 }),
        schema,
        // Whoever asks is told who asked.
        execute: (_request, { requestId }) => Promise.resolve({ data: { asked: requestId } }),
      });
      for (const asked of [first, second, first]) {
        const caller = {
          ...testCaller,
          requestId: shown(asked),
          analytics,
          loaders: createLoaders(analytics),
        };
        const found = await cache.find(asked, () => caller);
        assert.equal(JSON.parse(new TextDecoder().decode(found.body)).data.asked, shown(asked));
        if (found.from === "memory") kept++;
      }
    }),
    { numRuns: 500 },
  );
  assert.ok(kept > 100, `${kept} kept`);
});
