/** A small schema and a served handler, for this folder's tests. */
import { makeExecutableSchema } from "@graphql-tools/schema";
import type { GraphQLResolveInfo, GraphQLSchema } from "graphql";
import type { Provenance } from "../analytics/answer.ts";
import { NotFoundError, UnavailableError } from "../base/errors.ts";
import { createLog, type Log } from "../base/log.ts";
import { scopeOf } from "../base/scope.ts";
import {
  type Caller,
  createExecutor,
  type Execute,
  type GraphqlContext,
  type GraphqlResult,
  recordAnswer,
} from "./execute.ts";
import { createDocumentStore, type DocumentStoreOptions } from "./document_store.ts";
import { createGraphqlHandler, type GraphqlHandlerOptions } from "./handler.ts";
import { createResponder, type Visitor } from "./responder.ts";
import { CalendarDate, DateTime } from "./scalars.ts";

/** What a database might say, and no caller may read. */
export const secret = "password=hunter2 at 10.0.0.7";

/** What every schema needs that is executed. */
export const authDirective = `
  directive @auth(requires: Role!) on FIELD_DEFINITION | OBJECT | ENUM_VALUE
  enum Role { VIEWER ANALYST ADMIN }
`;

const typeDefs = `
  directive @cost(weight: Float!, multiplier: String) on FIELD_DEFINITION
  ${authDirective}
  scalar DateTime
  scalar Date
  type Query @auth(requires: VIEWER) {
    hello: String!
    dear: String! @cost(weight: 400)
    instant(at: DateTime!): DateTime!
    between(range: Range!): String!
    day(on: Date!): Date!
    first(limit: Int! = 3, of: [Int!]): [Int!]!
    category: Category!
    sold(lane: String!, asOf: DateTime!): Sold!
    fails(with: Failure!): String
    mustNotFail: String!
  }
  input Range { start: DateTime! end: DateTime! }
  type Category @auth(requires: VIEWER) { name: String! parent: Category children: [Category!]! }
  type Sold @auth(requires: VIEWER) { units: Int! again(lane: String!, asOf: DateTime!): Int! }
  enum Failure { UNEXPECTED SHARED NOT_FOUND UNAVAILABLE NOT_AN_ERROR OWN_PATH }
`;

const shared = new Error(`shared: ${secret}`);

function fail(kind: string): never {
  switch (kind) {
    case "SHARED":
      throw shared;
    case "NOT_FOUND":
      throw new NotFoundError("Cannot find product 7", { cause: new Error(secret) });
    case "UNAVAILABLE":
      throw new UnavailableError(`Cannot reach the database: connect ECONNREFUSED ${secret}`);
    case "NOT_AN_ERROR":
      throw secret;
    case "OWN_PATH":
      // graphql-js takes an error with an array as its path for one of its own.
      throw Object.assign(new Error(secret), { path: ["elsewhere"] });
    default:
      throw new Error(secret);
  }
}

const category: unknown = { name: "Tables", parent: () => category, children: () => [category] };

type Context = Pick<GraphqlContext, "answers">;
type Answered = Pick<Provenance, "lane" | "asOf">;

export const testSchema: GraphQLSchema = makeExecutableSchema({
  typeDefs,
  resolvers: {
    DateTime,
    Date: CalendarDate,
    Query: {
      hello: () => "world",
      dear: () => "bought",
      instant: (_: unknown, { at }: { at: Temporal.Instant }) => at,
      between: (_: unknown, { range }: { range: { start: Temporal.Instant; end: Temporal.Instant } }) =>
        range.start.until(range.end).toString(),
      day: (_: unknown, { on }: { on: Temporal.PlainDate }) => on,
      first: (_: unknown, { limit }: { limit: number }) => Array.from({ length: limit }, (_, index) => index),
      category: () => category,
      sold: (_: unknown, answer: Answered, context: Context, info: GraphQLResolveInfo) => {
        recordAnswer(context, info, { ...answer, generation: 1, epoch: "one" });
        return { units: 3 };
      },
      fails: (_: unknown, args: { with: string }) => Promise.resolve().then(() => fail(args.with)),
      mustNotFail: () => fail("UNEXPECTED"),
    },
    Sold: {
      again: (_: unknown, answer: Answered, context: Context, info: GraphQLResolveInfo) => {
        recordAnswer(context, info, { ...answer, generation: 1, epoch: "one" });
        return 3;
      },
    },
  },
});

/** Who may see everything. */
export const testCaller: Caller = { requestId: "request-1", scope: scopeOf("admin") };

/** A log whose lines can be read back. */
export function memoryLog(): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = [];
  return { log: createLog({ level: "debug", write: (line) => lines.push(line) }), lines };
}

/** An executor over the test schema, and what it logs. */
export function createTestExecutor(): {
  readonly execute: Execute<Caller>;
  readonly lines: readonly string[];
} {
  const { log, lines } = memoryLog();
  return { execute: createExecutor({ schema: testSchema, introspection: true, log }), lines };
}

/** @returns data and errors as JSON gives them; graphql-js makes objects without a prototype */
export function plain({ extensions: _, ...result }: GraphqlResult): unknown {
  return JSON.parse(JSON.stringify(result));
}

/** Who asks in these tests, and may see everything. */
export const testVisitor: Visitor<Caller> = {
  ...testCaller,
  caller: () => testCaller,
};

export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly lines: readonly string[];
}

export type TestServerOptions =
  & Pick<GraphqlHandlerOptions<Caller>, "graphiql" | "body">
  & Partial<DocumentStoreOptions>
  & { readonly introspection?: boolean; readonly execute?: Execute<Caller> };

/** Serves the test schema at `/graphql` on a free port of this machine. */
export function serveTestSchema(options: TestServerOptions = {}): TestServer {
  const { introspection = true, stored = new Map<string, string>(), trustedOnly = false, ...rest } = options;
  const documents = createDocumentStore({ stored, trustedOnly });
  const { log, lines } = memoryLog();
  const execute = createExecutor({ schema: testSchema, introspection, log });
  const responder = createResponder(rest.execute ?? execute, undefined);
  const handler = createGraphqlHandler({ responder, documents, log, ...rest });
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    (request) => handler.answer(request, testVisitor),
  );
  const { port } = server.addr;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    port,
    lines,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
