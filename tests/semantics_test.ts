/** docs/SEMANTICS.md, taken at its word: its shop, and every question with the answer worked out there. */
import assert from "node:assert/strict";
import { testDatabase } from "../src/dev/test_database.ts";
import { examplesOf } from "./document.ts";
import { openSmallShop, text } from "./small_shop.ts";

const examples = examplesOf(text);

Deno.test("every example of docs/SEMANTICS.md holds", async (t) => {
  assert.ok(examples.length >= 15, `${examples.length} examples`);
  await using database = await testDatabase();
  await using shop = await openSmallShop(database.url);
  const check = async (title: string, asked: typeof examples) => {
    for (const { section, query, answer } of asked) {
      await t.step(`${section}, ${title}`, async () => {
        const { data, errors } = await shop.ask(query);
        assert.equal(errors, undefined, JSON.stringify(errors));
        assert.deepEqual(data, answer);
      });
    }
  };
  await check("of the orders alone", examples.filter(({ query }) => !query.startsWith("# Once the views")));
  await shop.build();
  await check("of aggregates and views", examples);
});
