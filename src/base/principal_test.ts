import assert from "node:assert/strict";
import fc from "fast-check";
import { type LockedFilter, roles, type Scope, scopeText } from "./principal.ts";

const value = fc.constantFrom(null, "null", "West", "East", '"', "");
const filter: fc.Arbitrary<LockedFilter | undefined> = fc.option(
  fc.dictionary(fc.constantFrom("regions", "segments"), fc.uniqueArray(value, { minLength: 1 })),
  { nil: undefined },
);
const scope: fc.Arbitrary<Scope> = fc.record({ role: fc.constantFrom(...roles), filter });

Deno.test("scopes have one text if they let the same be seen, in whatever order they say it", () => {
  fc.assert(
    fc.property(scope, fc.oneof(scope, fc.constant(undefined)), (one, drawn) => {
      const other = drawn ?? turned(one);
      assert.equal(scopeText(one) === scopeText(other), same(one, other));
    }),
    { numRuns: 500 },
  );
});

function turned({ role, filter }: Scope): Scope {
  const entries = Object.entries(filter ?? {}).toReversed();
  return {
    role,
    filter: filter && Object.fromEntries(entries.map(([name, values]) => [name, values.toReversed()])),
  };
}

function same(one: Scope, other: Scope): boolean {
  const [mine, theirs] = [one.filter ?? {}, other.filter ?? {}];
  return one.role === other.role && Object.keys(mine).length === Object.keys(theirs).length &&
    Object.entries(mine).every(([name, values]) =>
      new Set(values).symmetricDifference(new Set(theirs[name])).size === 0
    );
}
