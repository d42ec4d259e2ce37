import assert from "node:assert/strict";
import { getIntrospectionQuery } from "graphql";
import { type CheckedDocument, createDocuments } from "./document.ts";
import { testSchema } from "./testing.ts";

const schema = testSchema;

function firstError(checked: CheckedDocument): { readonly message: string; readonly code: unknown } {
  assert.notEqual(checked.state, "ready");
  const error = "errors" in checked ? checked.errors[0] : undefined;
  return { message: error?.message ?? "", code: error?.extensions?.code };
}

Deno.test("a valid document is parsed and checked once", () => {
  const documents = createDocuments({ schema, introspection: true });
  const first = documents("{ hello }");
  assert.equal(first.state, "ready");
  assert.equal(documents("{ hello }"), first);
  assert.notEqual(documents("{  hello }"), first);
});

/** What a document of so many characters takes: text and parsed document, and what a map takes for it. */
const sizeOf = (characters: number) => 101 * characters + 300;

Deno.test("the text that was not used for longest makes room", () => {
  const documents = createDocuments({
    schema,
    introspection: true,
    maxBytes: 3 * sizeOf("{ hello }#1".length),
  });
  const text = (index: number): string => `{ hello }#${index}`;
  const [one, two, three] = [documents(text(1)), documents(text(2)), documents(text(3))];
  assert.equal(documents(text(1)), one);
  documents(text(4));
  assert.equal(documents(text(1)), one);
  assert.equal(documents(text(3)), three);
  assert.notEqual(documents(text(2)), two);
});

Deno.test("neither wrong nor oversized texts push out others", () => {
  const documents = createDocuments({ schema, introspection: true, maxBytes: sizeOf(20) });
  const kept = documents("{ hello }");
  for (let index = 0; index < 50; index++) {
    assert.equal(documents(`{ unknown${index} }`).state, "invalid");
    assert.equal(documents(`{ hello ${index}`).state, "unparsable");
    assert.equal(documents(`{ hello } # ${"x".repeat(index + 10)}`).state, "ready");
  }
  assert.equal(documents("{ hello }"), kept);
});

Deno.test("each way to be wrong has its code and place", () => {
  const documents = createDocuments({ schema, introspection: true, maxTokens: 30 });
  const cases: readonly [source: string, code: string, says: RegExp][] = [
    ["{", "GRAPHQL_PARSE_FAILED", /Expected Name/],
    ["", "GRAPHQL_PARSE_FAILED", /Unexpected <EOF>/],
    [`{ ${"hello ".repeat(30)} }`, "GRAPHQL_PARSE_FAILED", /more than 30 tokens/],
    [`{ hello } ${"#\n".repeat(31)}`, "GRAPHQL_PARSE_FAILED", /comments/],
    ["{ hallo }", "GRAPHQL_VALIDATION_FAILED", /Did you mean "hello"/],
    ["type A { b: Int }", "GRAPHQL_VALIDATION_FAILED", /not executable/],
    [`{ ${"hello ".repeat(21)} }`, "GRAPHQL_VALIDATION_FAILED", /21 root fields/],
    ['{ day(on: "now") }', "BAD_USER_INPUT", /must be a day/],
  ];
  for (const [source, code, says] of cases) {
    const error = firstError(documents(source));
    assert.match(error.message, says);
    assert.equal(error.code, code);
  }
});

Deno.test("without introspection, the schema cannot be read nor guessed", () => {
  const documents = createDocuments({ schema, introspection: false });
  const closed: readonly string[] = [
    getIntrospectionQuery(),
    "{ __schema { queryType { name } } }",
    '{ hello __type(name: "Query") { name } }',
    "{ ...a } fragment a on Query { __schema { queryType { name } } }",
  ];
  for (const source of closed) {
    const error = firstError(documents(source));
    assert.match(
      error.message,
      /^Cannot answer __(schema|type): introspection is turned off on this server$/,
    );
    assert.equal(error.code, "GRAPHQL_VALIDATION_FAILED");
  }
  for (
    const guess of ["{ hallo }", "{ first(limt: 1) }", "{ fails(with: UNEXPECTD) }", "{ a: hello ...A }"]
  ) {
    assert.doesNotMatch(firstError(documents(guess)).message, /mean/);
  }
  assert.equal(documents("{ __typename category { __typename } }").state, "ready");
});

Deno.test("with introspection, the schema can be read", () => {
  assert.equal(createDocuments({ schema, introspection: true })(getIntrospectionQuery()).state, "ready");
});
