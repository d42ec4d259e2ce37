import assert from "node:assert/strict";
import fc from "fast-check";
import { arrayText, parseArrayText } from "./array_text.ts";

Deno.test("an array's text gives its values again", () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.string({ unit: fc.constantFrom(...'a,"\\{} é\n') }))), (values) => {
      assert.deepEqual(parseArrayText(arrayText(values)), values);
    }),
  );
});

for (
  const [text, values] of [
    ["{}", []],
    ['{a,NULL,"NULL"}', ["a", null, "NULL"]],
    ['{"a,b","\\"c\\"","\\\\",""}', ["a,b", '"c"', "\\", ""]],
    ["{1,-2.50}", ["1", "-2.50"]],
  ] as const
) {
  Deno.test(`the array ${text} is read as Postgres wrote it`, () => {
    assert.deepEqual(parseArrayText(text), values);
  });
}
