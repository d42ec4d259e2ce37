import assert from "node:assert/strict";
import fc from "fast-check";
import { type EmbedLimits, type Role, roles, scopeOf } from "./scope.ts";

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
interface Seen {
  readonly role: Role;
  readonly embed?: EmbedLimits;
}
const seen: fc.Arbitrary<Seen> = fc.oneof(
  fc.constantFrom<Role>(...roles).map((role) => ({ role })),
  // As JSON has them, with a prototype.
  limits.map((embed) => ({ role: "embed" as const, embed: structuredClone(embed) })),
);

Deno.test("scopes have one key if they let the same be seen, in whatever order they say it, and wherever", () => {
  fc.assert(
    fc.property(seen, fc.oneof(seen, fc.constant(undefined)), (one, drawn) => {
      const other = drawn ?? turned(one);
      assert.equal(keyOf(one) === keyOf(other), isSame(one, other));
    }),
    { numRuns: 1_000 },
  );
});

function keyOf({ role, embed }: Seen): string {
  return scopeOf(role, embed).key;
}

function turned({ role, embed }: Seen): Seen {
  if (!embed) return { role };
  const back = <T>(object: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(object).toReversed());
  const { documents, variables, filter, origins } = embed;
  return {
    role,
    embed: { documents: documents.toReversed(), variables: back(variables), filter: back(filter), origins },
  };
}

function isSame(one: Seen, other: Seen): boolean {
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
