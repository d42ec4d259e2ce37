import assert from "node:assert/strict";
import { hasCurrent } from "./entity_tag.ts";

Deno.test("If-None-Match names what the client has, in any form that the header may take", () => {
  const cases: readonly [header: string | null, etag: string, has: boolean][] = [
    [null, '"a"', false],
    ["", '"a"', false],
    ['"a"', '"a"', true],
    ['W/"a"', '"a"', true],
    ['"a"', 'W/"a"', true],
    ['W/"a"', 'W/"a"', true],
    ["*", '"a"', true],
    [" * ", '"a"', true],
    ['"b"', '"a"', false],
    ['"b", "a"', '"a"', true],
    ['"b","c" , W/"a"', '"a"', true],
    ['"a.br"', '"a"', false],
    ['"A"', '"a"', false],
    ["a", '"a"', false],
    ['"b,", "c"', '", "', false],
    ['"x, y"', '"x, y"', true],
    ['"x, \\"a\\""', '"a"', false],
    ['w/"a"', '"a"', false],
    ['"*"', '"a"', false],
    ['"b", *', '"a"', false],
  ];
  for (const [header, etag, has] of cases) {
    assert.equal(hasCurrent(header, etag), has, `${header} against ${etag}`);
  }
});
