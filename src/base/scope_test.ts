import assert from "node:assert/strict";
import fc from "fast-check";
import { type EmbedLimits, everything, type Role, roles, type Scope, scopeOf } from "./scope.ts";

const value = fc.constantFrom(null, "null", "West", "East", '"', "");
const limits: fc.Arbitrary<EmbedLimits> = fc.record({
  documents: fc.uniqueArray(fc.constantFrom("a", "b", '","'), { minLength: 1 }),
  variables: fc.dictionary(
    fc.constantFrom("period", "metric"),
    fc.constantFrom("YEAR", null, ["YEAR"], { a: 1 }),
  ),
  filter: fc.dictionary(
    fc.constantFrom("regions", "segments"),
    fc.uniqueArray(value, { minLength: 1 }),
  ),
  origins: fc.constantFrom(["https://a.example"], ["https://b.example"]),
});
const scope: fc.Arbitrary<Scope> = fc.oneof(
  fc.constantFrom<Role>(...roles).map((role) => scopeOf(role)),
  // As JSON has them, with a prototype.
  limits.map((embed) => scopeOf("embed", structuredClone(embed))),
  fc.constant(everything),
);

Deno.test("scopes have one text if they let the same be seen, in whatever order they say it, and wherever", () => {
  fc.assert(
    fc.property(scope, fc.oneof(scope, fc.constant(undefined)), (one, drawn) => {
      const other = drawn ?? turned(one);
      assert.equal(one.key === other.key, isSame(one, other));
    }),
    { numRuns: 1_000 },
  );
});

function turned({ role, embed, isPublic }: Scope): Scope {
  if (!embed) return isPublic ? everything : scopeOf(role);
  const back = <T>(object: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(object).toReversed());
  const { documents, variables, filter, origins } = embed;
  return scopeOf(role, {
    documents: documents.toReversed(),
    variables: back(variables),
    filter: back(filter),
    origins,
  });
}

function isSame(one: Scope, other: Scope): boolean {
  if (one.isPublic !== other.isPublic) return false;
  if (one.role !== other.role || !one.embed || !other.embed) {
    return one.role === other.role && one.embed === other.embed;
  }
  const limitsOf = ({ documents, variables, filter }: EmbedLimits) => ({
    documents: new Set(documents),
    variables,
    filter: Object.fromEntries(Object.entries(filter).map(([field, values]) => [field, new Set(values)])),
  });
  try {
    assert.deepStrictEqual(limitsOf(one.embed), limitsOf(other.embed));
    return true;
  } catch {
    return false;
  }
}
