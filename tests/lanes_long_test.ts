import { checkLaw } from "./lanes_law.ts";

Deno.test("aggregates answer as the orders do, over many more cuts", async () => {
  await checkLaw(40);
});
