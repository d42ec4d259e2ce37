import assert from "node:assert/strict";
import { chooseEncoding } from "./accept_encoding.ts";

Deno.test("the encoding that a client prefers is chosen, of equals the smallest", () => {
  const cases: readonly [header: string | null, chosen: string][] = [
    [null, "identity"],
    ["", "identity"],
    ["gzip", "gzip"],
    ["br", "br"],
    ["gzip, deflate, br, zstd", "br"],
    ["GZIP, BR", "br"],
    ["x-gzip", "gzip"],
    ["deflate", "identity"],
    ["gzip;q=0.9, br;q=0.8", "gzip"],
    ["gzip;q=0.8 , br ; q=0.9", "br"],
    ["br;q=0, gzip", "gzip"],
    ["br;q=0.000, gzip;q=0.001", "gzip"],
    ["identity, br;q=0.5", "identity"],
    ["identity;q=0.5, br;q=0.5", "br"],
    ["identity;q=0.2, gzip;q=0.3", "gzip"],
    ["*", "br"],
    ["*;q=0.5, gzip", "gzip"],
    ["br;q=0, *", "gzip"],
    ["*;q=0", "identity"],
    ["*;q=0, gzip", "gzip"],
    ["identity;q=0", "identity"],
    ["identity;q=0, gzip;q=0.1", "gzip"],
    ["br;q=2, gzip;q=-1", "identity"],
    ["br;q=x", "identity"],
    ["brotli, gzipped, xbr", "identity"],
    [",,;q=1,", "identity"],
  ];
  for (const [header, chosen] of cases) assert.equal(chooseEncoding(header), chosen, String(header));
});
