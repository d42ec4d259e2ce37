import assert from "node:assert/strict";
import { generateTypes, typesFile } from "./schema_types.ts";

Deno.test("the resolvers' types are those of the schema", async () => {
  const [stored, made] = await Promise.all([Deno.readTextFile(typesFile), generateTypes()]);
  assert.ok(
    stored === made,
    "src/graphql/schema_types.ts is not what the schema says: run `deno task types`",
  );
});
