import assert from "node:assert/strict";
import { typesFiles } from "./schema_types.ts";

Deno.test("the types of resolvers and of pages are those of the schema and of our documents", async () => {
  for (const { file, make } of typesFiles) {
    const [stored, made] = await Promise.all([Deno.readTextFile(file), make()]);
    assert.ok(stored === made, `${file.pathname} is not what the schema says: run \`deno task types\``);
  }
});
