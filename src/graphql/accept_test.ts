import assert from "node:assert/strict";
import { negotiate, parameter } from "./accept.ts";

const newer = "application/graphql-response+json";
const older = "application/json";
const page = "text/html";
const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

const cases: readonly [accept: string | null, html: boolean, expected: string | undefined][] = [
  [null, false, older],
  [null, true, older],
  ["*/*", true, older],
  ["application/*", false, older],
  [newer, false, newer],
  [older, true, older],
  [`${older}, ${newer}`, false, newer],
  [`${newer}, ${older};q=0.9`, false, newer],
  [`${newer};q=0.8, ${older};q=0.9`, false, older],
  [`${newer};q=0.5, */*;q=0.5`, false, newer],
  [`${older};q=0, */*`, false, newer],
  [`*/*, ${older};q=0, ${newer};q=0`, false, undefined],
  [`application/*;q=0, */*`, false, undefined],
  [`application/*;q=0, */*`, true, page],
  [`${newer.toUpperCase()} ; Q=1.0`, false, newer],
  [`${newer};charset=utf-8`, false, newer],
  [`${newer};charset="UTF-8"`, false, newer],
  [`${newer};charset=utf-16`, false, undefined],
  [`${newer};charset=utf-16, ${older}`, false, older],
  [browser, true, page],
  [browser, false, older],
  [`text/html;q=0.5, ${older}`, true, older],
  ["image/png", true, undefined],
  [`${older};q=nonsense`, false, undefined],
  [`${older};q=2`, false, undefined],
  ["", false, older],
  [", ,;q=1", false, undefined],
];

for (const [accept, html, expected] of cases) {
  Deno.test(`Accept ${accept === null ? "absent" : JSON.stringify(accept)}, ${html ? "with" : "without"} a page`, () => {
    assert.equal(negotiate(accept, html), expected);
  });
}

Deno.test("a media type's parameter is found by its name, without its quotes", () => {
  assert.equal(parameter(["q=1", 'charset="utf-8"'], "charset"), "utf-8");
  assert.equal(parameter(["charset"], "charset"), undefined);
  assert.equal(parameter([], "charset"), undefined);
});
