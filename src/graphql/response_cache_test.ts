import assert from "node:assert/strict";
import fc from "fast-check";
import type { Analytics } from "../analytics/analytics.ts";
import { createClock } from "../base/clock.ts";
import { fingerprintOf } from "../cache/envelope.ts";
import { createSource } from "../cache/source.ts";
import { createTiers } from "../cache/tiers.ts";
import { createDocuments } from "./document.ts";
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
const documents = createDocuments({ schema, introspection: false });

/** What each operation declares. */
const operations: Readonly<Record<string, readonly string[]>> = { a: ["x", "y"], b: ["y"] };
const query = fc.constantFrom(
  "query a($x: Boolean = true, $y: String) { shop { currency @include(if: $x) } products(search: $y) { totalCount } }",
  "query a($y: String, $x: Boolean = true) { shop { currency @include(if: $x) } products(search: $y) { totalCount } }",
  `query a($x: Boolean = true, $y: String) { shop { currency @include(if: $x) } products(search: $y) { totalCount } }
   query b($y: String) { products(search: $y) { totalCount } }`,
);
// Texts that look like what separates them, and values that are nearly the same.
const text = fc.constantFrom('","', '"]', "null", "all", "region:West", "");
const value = fc.oneof(
  text,
  fc.constantFrom(undefined, null, true, 0, "0", [], [null], {}, { x: null }, ["x", 0]),
);
const request: fc.Arbitrary<CacheableRequest> = fc.record({
  query,
  operationName: fc.constantFrom("a", "b"),
  variables: fc.option(fc.dictionary(fc.constantFrom("x", "y", "z"), value), { nil: undefined }),
  scope: text,
});
const sameBut = (given: CacheableRequest) =>
  fc.oneof(
    request,
    fc.record({ scope: text }).map((other) => ({ ...given, ...other })),
    fc.record({ operationName: fc.constantFrom("a", "b") }).map((other) => ({ ...given, ...other })),
    fc.tuple(fc.constantFrom("x", "y", "z"), value).map(([name, value]) => ({
      ...given,
      // Last now, whether it was there or not.
      variables: { ...given.variables, [name]: value },
    })),
  );

/** All that may make another answer, and nothing else. */
const shown = ({ variables = {}, operationName = "", query, scope }: CacheableRequest) =>
  JSON.stringify([
    query,
    operationName,
    // Pages leave out a variable by undefined too.
    operations[operationName]?.filter((name) => variables[name] !== undefined)
      .map((name) => [name, variables[name]]),
    scope,
  ]);

function cacheOf() {
  const reading = { epoch: "e1", generation: 1, notes: [], views: new Map(), behindMs: 0 };
  const tiers = createTiers({
    maxBytes: 1_000_000,
    shared: undefined,
    fingerprint: fingerprintOf(["test"]),
    now: () => 0,
    random: () => 0,
    pause: () => Promise.resolve(),
  });
  return createResponseCache({
    tiers,
    source: createSource({ name: "primary", read: () => Promise.resolve(reading), now: () => 0 }),
    schema,
    documents,
    // Whoever asks is told who asked.
    execute: (_request, { requestId }) => Promise.resolve({ data: { asked: requestId } }),
  });
}

Deno.test("nobody is told what was kept for another document, other variables or another scope", async () => {
  const pairs = request.chain((given) => fc.tuple(fc.constant(given), sameBut(given)));
  let kept = 0;
  await fc.assert(
    fc.asyncProperty(pairs, async ([first, second]) => {
      const cache = cacheOf();
      for (const asked of [first, second, first, { ...second, variables: { z: 1, ...second.variables } }]) {
        const caller = {
          ...testCaller,
          requestId: shown(asked),
          analytics,
          loaders: createLoaders(analytics),
        };
        const found = await cache.find(cache.read(asked), () => caller);
        assert.equal(JSON.parse(new TextDecoder().decode(found.body)).data.asked, shown(asked));
        if (found.from === "memory") kept++;
      }
    }),
    { numRuns: 500 },
  );
  assert.ok(kept > 100, `${kept} kept`);
});

Deno.test("a variable that is undefined is not given, and one that is null is", () => {
  const { read } = cacheOf();
  const query = 'query ($search: String = "a") { products(search: $search) { totalCount } }';
  const [left, undefinedOne, nullOne] = [{}, { search: undefined }, { search: null }].map((variables) =>
    read({ query, variables, scope: "all" }).key
  );
  assert.ok(left !== undefined && left === undefinedOne && left !== nullOne);
});
