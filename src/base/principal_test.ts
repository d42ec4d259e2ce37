import assert from "node:assert/strict";
import fc from "fast-check";
import { type LockedFilter, type Role, roles, scopeOf } from "./principal.ts";

const value = fc.constantFrom(null, "null", "West", "East", '"', "");
const filter: fc.Arbitrary<LockedFilter | undefined> = fc.option(
  fc.dictionary(fc.constantFrom("regions", "segments"), fc.uniqueArray(value, { minLength: 1 })),
  { nil: undefined },
);
interface Seen {
  readonly role: Role;
  readonly filter: LockedFilter | undefined;
}
const seen: fc.Arbitrary<Seen> = fc.record({ role: fc.constantFrom(...roles), filter });

Deno.test("scopes have one key if they let the same be seen, in whatever order they say it", () => {
  fc.assert(
    fc.property(seen, fc.oneof(seen, fc.constant(undefined)), (one, drawn) => {
      const other = drawn ?? turned(one);
      assert.equal(keyOf(one) === keyOf(other), same(one, other));
    }),
    { numRuns: 500 },
  );
});

function keyOf({ role, filter }: Seen): string {
  return scopeOf(role, filter).key;
}

function turned({ role, filter }: Seen): Seen {
  const entries = Object.entries(filter ?? {}).toReversed();
  return {
    role,
    filter: filter && Object.fromEntries(entries.map(([name, values]) => [name, values.toReversed()])),
  };
}

function same(one: Seen, other: Seen): boolean {
  const [mine, theirs] = [one.filter ?? {}, other.filter ?? {}];
  return one.role === other.role && Object.keys(mine).length === Object.keys(theirs).length &&
    Object.entries(mine).every(([name, values]) =>
      new Set(values).symmetricDifference(new Set(theirs[name])).size === 0
    );
}
