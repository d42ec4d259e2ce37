import assert from "node:assert/strict";
import { documentId } from "./document_id.ts";
import { createDocumentStore, type FoundDocument } from "./document_store.ts";

const [ours, theirs] = ["{ ours }", "{ theirs }"];
const [ourId, theirId] = [documentId(ours), documentId(theirs)];
const stored = new Map([[ourId, ours]]);

function textOrCode(found: FoundDocument): unknown {
  return "document" in found ? found.document.text : found.error.extensions?.code;
}

Deno.test("a document's id is the SHA-256 of its text in UTF-8", () => {
  assert.equal(
    documentId("query ($id: ID!) {\n  user(id: $id) {\n    name\n  }\n}"),
    "7dba4bd717b41f10434822356a93c32b1fb4907b983e854300ad839f84cdcd6e",
  );
  assert.equal(documentId("é"), "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c");
});

Deno.test("documents are found by text or id; where only ours are trusted, no others", () => {
  const cases: readonly [id: string, text: string | undefined, open: string, trusted: string][] = [
    [ourId, undefined, ours, ours],
    [ourId, ours, ours, ours],
    [theirId, theirs, theirs, "DOCUMENT_NOT_TRUSTED"],
    [theirId, undefined, "DOCUMENT_NOT_FOUND", "DOCUMENT_NOT_FOUND"],
    [ourId.toUpperCase(), undefined, "DOCUMENT_NOT_FOUND", "DOCUMENT_NOT_FOUND"],
    ["overview", undefined, "DOCUMENT_NOT_FOUND", "DOCUMENT_NOT_FOUND"],
  ];
  for (const [id, text, ...expected] of cases) {
    for (const [index, trustedOnly] of [false, true].entries()) {
      const store = createDocumentStore({ stored, trustedOnly });
      assert.equal(textOrCode(store.find({ id, text, isAutomatic: false })), expected[index]);
    }
  }
});

Deno.test("what is not found says what an id is, or what the protocol's clients wait for", () => {
  const store = createDocumentStore({ stored, trustedOnly: false });
  const plain = store.find({ id: "x".repeat(90_000), text: undefined, isAutomatic: false });
  assert.ok("error" in plain && plain.error.message.length < 300);
  assert.match(plain.error.message, /^Cannot find document "x+…": an id is the SHA-256 /);
  const automatic = store.find({ id: theirId, text: undefined, isAutomatic: true });
  assert.deepEqual(automatic, {
    error: { message: "PersistedQueryNotFound", extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } },
  });
});

Deno.test("what is remembered is found by its id, until others make it forgotten; ours never are", () => {
  // Room for two, with their ids and what a map takes for each.
  const maxBytes = 2 * (theirs.length + theirId.length + 300);
  const store = createDocumentStore({ stored, trustedOnly: false, maxBytes });
  const find = (id: string) => textOrCode(store.find({ id, text: undefined, isAutomatic: true }));
  store.remember({ id: theirId, text: theirs });
  assert.equal(find(theirId), theirs);
  for (const name of ["a", "b", "c"]) {
    const text = theirs.replace("theirs", name.repeat(6));
    store.remember({ id: documentId(text), text });
    assert.equal(find(documentId(text)), text);
  }
  assert.equal(find(theirId), "PERSISTED_QUERY_NOT_FOUND");
  assert.equal(find(ourId), ours);
});

Deno.test("nothing that is remembered becomes trusted", () => {
  const store = createDocumentStore({ stored, trustedOnly: true });
  store.remember({ id: theirId, text: theirs });
  assert.equal(
    textOrCode(store.find({ id: theirId, text: undefined, isAutomatic: true })),
    "DOCUMENT_NOT_TRUSTED",
  );
});
