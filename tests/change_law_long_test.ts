import assert from "node:assert/strict";
import { checkChanges } from "./change_law.ts";

Deno.test("whatever changes, and however far it is drained, aggregates answer as the orders do, for long", async () => {
  const tally = await checkChanges(6, 200);
  for (const [what, times] of Object.entries(tally)) assert.ok(times > 0, `${what}: ${times}`);
});
