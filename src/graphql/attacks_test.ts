import assert from "node:assert/strict";
import { serveTestSchema } from "./testing.ts";

const many = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(" ");

/** Each within the 100,000 bytes that a body may have, except where the name says otherwise. */
const attacks: readonly [name: string, body: { query: string; variables?: unknown }, status: number][] = [
  ["alias overload", { query: `{ ${many(300, (i) => `a${i}:hello`)} }` }, 400],
  ["field duplication", { query: `{ ${"__typename ".repeat(900)} }` }, 400],
  ["nested field duplication", { query: `{ category { ${"name ".repeat(900)} } }` }, 400],
  ["object duplication", { query: `{ ${"category{name}".repeat(240)} }` }, 400],
  ["directive overload", { query: `{ hello ${"@aa".repeat(490)} }` }, 400],
  [
    "circular fragments",
    { query: "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }" },
    400,
  ],
  [
    "long circle of fragments",
    { query: `{ ...f0 } ${many(90, (i) => `fragment f${i} on Query { hello ...f${(i + 1) % 90} }`)}` },
    400,
  ],
  ["deep nesting, 5,000", { query: `{ ${"category{parent{".repeat(2500)}name${"}}".repeat(2500)} }` }, 400],
  [
    "deep nesting under the token limit",
    { query: `{ ${"category{".repeat(450)}name${"}".repeat(450)} }` },
    400,
  ],
  ["deep list literal", { query: `{ first(of: ${"[".repeat(480)}${"]".repeat(480)}) }` }, 400],
  [
    "fragments that multiply",
    {
      query: `{ category { ...f0 } } fragment f60 on Category { name } ${
        many(60, (i) => `fragment f${i} on Category { ...f${i + 1} parent { ...f${i + 1} } }`)
      }`,
    },
    400,
  ],
  ["unknown fields", { query: `{ ${many(450, (i) => `category${i}`)} }` }, 400],
  ["a list literal, 90 kB", { query: `{ first(of: [${"1,".repeat(45_000)}]) }` }, 400],
  ["comments, 90 kB", { query: `{ hello } ${"#\n".repeat(30_000)}` }, 400],
  ["a name, 90 kB", { query: `{ ${"h".repeat(90_000)} }` }, 400],
  ["a string, 90 kB", { query: `{ day(on: "${"x".repeat(90_000)}") }` }, 400],
  ["introspection in a circle", {
    query: `{ __schema { types { ${"fields { type { ".repeat(5)}name${" } }".repeat(5)} } } }`,
  }, 400],
  ["a wrong list variable, 90 kB", {
    query: "query($of: [Int!]) { first(of: $of) }",
    variables: { of: Array(18_000).fill("a") },
  }, 400],
  ["a deep variable", {
    query: "query($of: [Int!]) { first(of: $of) }",
    variables: { of: JSON.parse("[".repeat(40_000) + "]".repeat(40_000)) },
  }, 400],
  ["a list literal, 1 MB", { query: `{ first(of: [${"1,".repeat(500_000)}]) }` }, 413],
  ["a list variable, 1 MB", {
    query: "query($of: [Int!]) { first(of: $of) }",
    variables: { of: Array(500_000).fill(1) },
  }, 413],
];

Deno.test("attacks are refused before anything is executed", async (t) => {
  await using server = serveTestSchema();
  for (const [name, body, status] of attacks) {
    await t.step(name, async () => {
      const init: RequestInit = {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/graphql-response+json" },
        body: JSON.stringify(body),
      };
      const response = await fetch(server.url, init);
      const text = await response.text();
      assert.equal(response.status, status, text.slice(0, 500));
    });
  }
  assert.deepEqual(server.lines, []);
});
