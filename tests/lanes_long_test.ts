import assert from "node:assert/strict";
import { checkLaw } from "./lanes_law.ts";

Deno.test("aggregates answer as the orders do, over many more cuts", async () => {
  assert.ok(await checkLaw(40) > 0);
});
