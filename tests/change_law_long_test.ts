import { checkChanges } from "./change_law.ts";

Deno.test("whatever changes, and however far it is drained, aggregates answer as the orders do, for long", async () => {
  await checkChanges(10, 250);
});
