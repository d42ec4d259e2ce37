import assert from "node:assert/strict";
import { UserInputError } from "../base/errors.ts";
import {
  type Filter,
  filteredFields,
  filterOf,
  filterParameters,
  filterPart,
  isOfLines,
  isOneProduct,
  noFilter,
} from "./filter.ts";

const one = "0190a0b0-0000-7000-8000-000000000001";
const two = "0190a0b0-0000-7000-8000-00000000000A";

Deno.test("absent and null are no filter, an empty list stays one", () => {
  for (const given of [undefined, null, {}, { regions: null, productIds: undefined }]) {
    assert.deepEqual(filterOf(given), noFilter);
  }
  assert.deepEqual(filterOf({ segments: [] }), { ...noFilter, segments: [] });
});

Deno.test("each value counts once, null too, and ids are written in one way", () => {
  const filter = filterOf({
    regions: ["West", null, "West", "west", null],
    categoryIds: [two, two.toLowerCase(), null],
  });
  assert.deepEqual(filter, {
    ...noFilter,
    regions: ["West", null, "west"],
    categoryIds: [two.toLowerCase(), null],
  });
});

Deno.test("wrong values are refused by the name of their argument", () => {
  const many = Array.from({ length: 1001 }, (_, index) => String(index));
  const cases: readonly (readonly [Parameters<typeof filterOf>[0], RegExp])[] = [
    [{ salesRepIds: ["x"] }, /^Argument filter\.salesRepIds must hold UUIDs, got "x"$/],
    [{ categoryIds: [one, ""] }, /^Argument filter\.categoryIds must hold UUIDs, got ""$/],
    [{ productIds: [`${one}'`] }, /^Argument filter\.productIds must hold UUIDs/],
    [{ regions: many }, /^Argument filter\.regions must hold at most 1000 values, got 1001$/],
    [{ segments: ["a\0"] }, /^Argument filter\.segments must not hold/],
  ];
  for (const [given, message] of cases) {
    assert.throws(
      () => filterOf(given),
      (error) => error instanceof UserInputError && message.test(error.message),
    );
  }
  assert.equal(filterOf({ regions: many.slice(1) }).regions?.length, 1000);
});

Deno.test("a filter is about parties, about products, or both", () => {
  const cases: readonly (readonly [Partial<Filter>, string, readonly string[]])[] = [
    [{}, "none", []],
    [{ regions: [] }, "parties", ["filter.regions"]],
    [{ salesRepIds: [null] }, "parties", ["filter.salesRepIds"]],
    [{ segments: ["a"] }, "parties", ["filter.segments"]],
    [{ categoryIds: [one] }, "products", ["filter.categoryIds"]],
    [{ productIds: [one] }, "products", ["filter.productIds"]],
    [{ regions: ["a"], productIds: [] }, "both", ["filter.regions", "filter.productIds"]],
  ];
  for (const [given, part, fields] of cases) {
    const filter = { ...noFilter, ...given };
    assert.equal(filterPart(filter), part);
    assert.equal(isOfLines(filter), part === "products" || part === "both");
    assert.deepEqual(filteredFields(filter), fields);
  }
});

Deno.test("a filter by one product is one, whatever categories it names besides", () => {
  const cases: readonly (readonly [Partial<Filter>, boolean])[] = [
    [{}, false],
    [{ categoryIds: [one] }, false],
    [{ productIds: [] }, true],
    [{ productIds: [one] }, true],
    [{ productIds: [one], categoryIds: [two] }, true],
    [{ productIds: [one, two] }, false],
  ];
  for (const [given, expected] of cases) assert.equal(isOneProduct({ ...noFilter, ...given }), expected);
});

Deno.test("a statement gets null for no filter", () => {
  assert.deepEqual(filterParameters(filterOf({ segments: [null], productIds: [] })), {
    regions: null,
    sales_rep_ids: null,
    segments: [null],
    category_ids: null,
    product_ids: [],
  });
});
