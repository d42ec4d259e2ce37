import assert from "node:assert/strict";
import type { Basis, Changes } from "../../base/tidings.ts";
import { isTouched, readBasis, writeBasis } from "./basis.ts";

const months: Basis = { epoch: "e", generation: 7, tags: ["sales", "mv_days"], months: ["2026-01-01"] };
const always: Basis = { ...months, months: "any" };
const timeless: Basis = { ...months, months: [] };

Deno.test("what a page rests on is written into it, and read again", () => {
  for (const basis of [months, always]) assert.deepEqual(readBasis(writeBasis(basis)), basis);
  assert.equal(writeBasis(months), "e 7 sales,mv_days 2026-01-01");
  for (const text of [undefined, "", "e 7"]) assert.equal(readBasis(text), undefined);
});

Deno.test("a page is touched by its tags in its months", () => {
  const cases: readonly [Basis | undefined, Changes, boolean][] = [
    [months, ["sales 2026-01-01"], true],
    [months, ["sales 2026-02-01", "sales infinity"], false],
    [months, ["products 2026-01-01"], false],
    [months, ["sales -infinity"], true],
    [months, ["mv_days -infinity"], true],
    [months, ["mv_other -infinity"], false],
    [months, [], false],
    [months, "all", true],
    [always, ["sales 2026-02-01", "sales infinity"], true],
    [always, ["products infinity"], false],
    [readBasis(writeBasis(timeless)), ["sales 2026-01-01"], false],
    [readBasis(writeBasis(timeless)), ["sales -infinity"], true],
    [undefined, ["sales 2026-01-01"], true],
    [undefined, [], false],
  ];
  for (const [basis, changes, touched] of cases) {
    assert.equal(isTouched(basis, changes), touched, JSON.stringify([basis, changes]));
  }
});
