/** For tests and benches: what is sent to wear a GraphQL server out, after the checks of graphql-cop and beyond. */
import type { GraphqlErrorCode } from "./errors.ts";

/** Asked of the small schema of `testing.ts`. */
export interface Attack {
  readonly name: string;
  /** A body of JSON; within the 100,000 bytes that one may have, except where the name says otherwise. */
  readonly body: string;
  /** What answers it, for those who accept `application/graphql-response+json`. */
  readonly status: 400 | 413;
  readonly code: GraphqlErrorCode;
}

const many = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(" ");

/** Refused by the parser, which stops at so many tokens. */
const unparsable: Readonly<Record<string, string>> = {
  "deep nesting, 5,000": `{ ${"category{parent{".repeat(2500)}name${"}}".repeat(2500)} }`,
  "a list literal, 90 kB": `{ first(of: [${"1,".repeat(45_000)}]) }`,
  "comments, 90 kB": `{ hello } ${"#\n".repeat(30_000)}`,
  "unclosed braces, 90 kB": "{".repeat(90_000),
};

/** Refused for their size, or by the specification's rules once they are small enough for these. */
const invalid: Readonly<Record<string, string>> = {
  "alias overload": `{ ${many(300, (i) => `a${i}:hello`)} }`,
  "field duplication": `{ ${"__typename ".repeat(900)} }`,
  "nested field duplication": `{ category { ${"name ".repeat(900)} } }`,
  "nested field duplication under the limit of fields": `{ category { ${"name ".repeat(499)} } }`,
  "object duplication": `{ ${"category{name}".repeat(240)} }`,
  "nested object duplication": `{ category { ${"parent{name}".repeat(240)} } }`,
  "fragments that say the same": `{ category { ${many(110, (i) => `...f${i}`)} } } ${
    many(110, (i) => `fragment f${i} on Category { name }`)
  }`,
  "directive overload": `{ hello ${"@aa".repeat(490)} }`,
  "circular fragments": "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
  "long circle of fragments": `{ ...f0 } ${
    many(90, (i) => `fragment f${i} on Query { hello ...f${(i + 1) % 90} }`)
  }`,
  "deep nesting under the token limit": `{ ${"category{".repeat(300)}name${"}".repeat(300)} }`,
  "deep list literal": `{ first(of: ${"[".repeat(480)}${"]".repeat(480)}) }`,
  "fragments that multiply": `{ category { ...f0 } } fragment f60 on Category { name } ${
    many(60, (i) => `fragment f${i} on Category { ...f${i + 1} parent { ...f${i + 1} } }`)
  }`,
  "unknown fields": `{ ${many(450, (i) => `category${i}`)} }`,
  "nested unknown fields": `{ category { ${many(450, (i) => `name${i}`)} } }`,
  "a name, 90 kB": `{ ${"h".repeat(90_000)} }`,
  "introspection in a circle": `{ __schema { types { ${"fields { type { ".repeat(5)}name${
    " } }".repeat(5)
  } } } }`,
};

const ofNumbers = "query($of: [Int!]) { first(of: $of) }";

export const attacks: readonly Attack[] = [
  ...Object.entries(unparsable).map(([name, query]) => attack(name, { query }, "GRAPHQL_PARSE_FAILED")),
  ...Object.entries(invalid).map(([name, query]) => attack(name, { query }, "GRAPHQL_VALIDATION_FAILED")),
  attack("a string, 90 kB", { query: `{ day(on: "${"x".repeat(90_000)}") }` }, "BAD_USER_INPUT"),
  attack(
    "a wrong list variable, 90 kB",
    { query: ofNumbers, variables: { of: Array(18_000).fill("a") } },
    "BAD_USER_INPUT",
  ),
  attack(
    "a deep variable, 80 kB",
    { query: ofNumbers, variables: { of: JSON.parse("[".repeat(40_000) + "]".repeat(40_000)) } },
    "BAD_REQUEST",
  ),
  attack(
    "a deep variable",
    { query: ofNumbers, variables: { of: JSON.parse("[".repeat(90) + "]".repeat(90)) } },
    "BAD_USER_INPUT",
  ),
  attack(
    "an input of 9,000 unknown fields",
    {
      query: "query($r: Range!) { between(range: $r) }",
      variables: { r: Object.fromEntries(Array.from({ length: 9_000 }, (_, index) => [`k${index}`, 1])) },
    },
    "BAD_REQUEST",
  ),
  attack(
    "an input of unknown fields with long names",
    {
      query: "query($r: Range!) { between(range: $r) }",
      variables: {
        r: Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`${"k".repeat(440)}${index}`, 1])),
      },
    },
    "BAD_USER_INPUT",
  ),
  attack(
    "unused variables of an operation with a long name",
    { query: `query ${"q".repeat(90_000)}(${many(50, (i) => `$a${i}: Int`)}) { hello }` },
    "GRAPHQL_VALIDATION_FAILED",
  ),
  attack("what costs too much", { query: `{ ${many(20, (i) => `a${i}:dear`)} }` }, "COST_LIMIT_EXCEEDED"),
  attack("a batch", Array(1000).fill({ query: "{ hello }" }), "BAD_REQUEST"),
  attack("a deep body, 98 kB", JSON.parse("[".repeat(49_000) + "]".repeat(49_000)), "BAD_REQUEST"),
  attack("an unknown hash", {
    extensions: { persistedQuery: { version: 1, sha256Hash: "x".repeat(90_000) } },
  }, "PERSISTED_QUERY_NOT_FOUND"),
  attack("a list literal, 1 MB", { query: `{ first(of: [${"1,".repeat(500_000)}]) }` }, "PAYLOAD_TOO_LARGE"),
  attack(
    "a list variable, 1 MB",
    { query: ofNumbers, variables: { of: Array(500_000).fill(1) } },
    "PAYLOAD_TOO_LARGE",
  ),
];

function attack(name: string, body: unknown, code: GraphqlErrorCode): Attack {
  return { name, body: JSON.stringify(body), status: code === "PAYLOAD_TOO_LARGE" ? 413 : 400, code };
}
