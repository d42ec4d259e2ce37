import assert from "node:assert/strict";
import { createDocuments } from "./document.ts";
import { documentId } from "./document_id.ts";
import { operation, operationManifest, operationNames, operationsById } from "./operations.ts";
import { createSchema } from "./schema.ts";

Deno.test("every operation of our own is one that the server answers, and named as its file is", () => {
  const documents = createDocuments({ schema: createSchema(), introspection: false });
  const { operations } = operationManifest();
  assert.deepEqual(operations.map(({ type }) => type), operationNames().map(() => "query"));
  for (const name of operationNames()) {
    const text = operation(name);
    assert.equal(documents(text).state, "ready", name);
    const listed = operations.find(({ body }) => body === text);
    const inFile = name.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
    assert.equal(listed?.name, inFile);
  }
});

Deno.test("every operation of our own is known and listed by its id", () => {
  const byId = operationsById();
  assert.equal(byId.size, operationNames().length);
  for (const { id, body } of operationManifest().operations) {
    assert.equal(id, documentId(body));
    assert.equal(byId.get(id), body);
  }
});
