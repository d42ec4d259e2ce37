import assert from "node:assert/strict";
import type { Asset } from "../pages/manifest.ts";
import { describeBuild } from "./build.ts";

function asset(bytes: number, br?: number): Asset {
  const compressed = br === undefined ? {} : { compressed: { br, gzip: br } };
  return { file: "", type: "", hash: "", hashed: true, bytes, ...compressed };
}

Deno.test("a build is told file by file, the heaviest to send first", () => {
  const text = describeBuild({
    fingerprint: "",
    inputs: [],
    routes: [],
    islands: {},
    boot: { url: "/boot.js", imports: ["/shared.js"] },
    assets: { "/boot.js": asset(2000, 1000), "/shared.js": asset(20000, 7500), "/a.png": asset(1200) },
  });
  assert.deepEqual(text.split("\n"), [
    "               bytes    brotli",
    "/shared.js    20,000     7,500",
    "/a.png         1,200     1,200",
    "/boot.js       2,000     1,000",
    "A page with islands loads 8,500 bytes of script before theirs; one without, none.",
  ]);
});
