import { checkFields } from "./fields_law.ts";

Deno.test("every field is answered by aggregates and views as by the orders, over many more questions", async () => {
  await checkFields(400);
});
