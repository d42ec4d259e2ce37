import assert from "node:assert/strict";
import { checkFields, untried } from "./fields_law.ts";

Deno.test("every field is answered by aggregates and views as by the orders, over many more questions", async () => {
  assert.deepEqual(untried(await checkFields(400)), []);
});
