import assert from "node:assert/strict";
import { readSites } from "./sites.ts";

Deno.test("sites are read as people write them, and as origins", () => {
  const cases: readonly [text: string, read: ReturnType<typeof readSites>][] = [
    ["https://partner.example", { origins: ["https://partner.example"] }],
    ["https://Partner.example/wiki/page?a=b#c", { origins: ["https://partner.example"] }],
    ["partner.example", { origins: ["https://partner.example"] }],
    ["partner.example:8443", { origins: ["https://partner.example:8443"] }],
    ["http://localhost:8080/", { origins: ["http://localhost:8080"] }],
    ["http://[::1]:80", { origins: ["http://[::1]"] }],
    ["täst.example", { origins: ["https://xn--tst-qla.example"] }],
    ["a.example, b.example\n a.example ", { origins: ["https://a.example", "https://b.example"] }],
    [" \n", { problem: "none" }],
    ["*", { problem: { unreadable: "*" } }],
    ["https://*.example", { problem: { unreadable: "https://*.example" } }],
    ["a.example;sandbox", { problem: { unreadable: "a.example;sandbox" } }],
    ["ftp://a.example", { problem: { unreadable: "ftp://a.example" } }],
    ["https://user:pass@a.example", { problem: { unreadable: "https://user:pass@a.example" } }],
    ["https://", { problem: { unreadable: "https://" } }],
    [Array.from({ length: 21 }, (_, index) => `a${index}.example`).join(" "), { problem: "many" }],
  ];
  for (const [text, read] of cases) assert.deepEqual(readSites(text), read, text);
});
