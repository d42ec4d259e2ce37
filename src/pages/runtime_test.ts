import assert from "node:assert/strict";
import { setAssetVersions } from "./asset_versions.ts";
import { asset, IS_BROWSER } from "./runtime.ts";

Deno.test("asset adds the version of files there are, and nothing to anything else", () => {
  setAssetVersions([["/styles.css", "abc"], ["/icons.svg", "def"]]);
  const cases = [
    ["/styles.css", "/styles.css?v=abc"],
    ["/icons.svg#arrow", "/icons.svg?v=def#arrow"],
    ["/styles.css?v=old", "/styles.css?v=old"],
    ["/none.css", "/none.css"],
    ["https://elsewhere.example/styles.css", "https://elsewhere.example/styles.css"],
    ["", ""],
  ] as const;
  for (const [path, address] of cases) assert.equal(asset(path), address);
});

Deno.test("the server is no browser", () => assert.equal(IS_BROWSER, false));
