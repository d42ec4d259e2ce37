/** GraphQL over HTTP, to the letter of its specification (https://graphql.github.io/graphql-over-http/draft/). */
import type { Log } from "../base/log.ts";
import { type MediaType, negotiate } from "./accept.ts";
import type { DocumentStore } from "./document_store.ts";
import { internalError, plainError } from "./errors.ts";
import type { Caller, Execute, GraphqlResult } from "./execute.ts";
import type { Graphiql } from "./graphiql.ts";
import {
  type BodyLimits,
  type GraphqlParameters,
  readBody,
  readQueryString,
  RefusedRequest,
} from "./request.ts";

export interface GraphqlHandlerOptions<C extends Caller> {
  readonly execute: Execute<C>;
  readonly documents: DocumentStore;
  readonly log: Log;
  /** What browsers get; without it they get JSON like everyone. */
  readonly graphiql?: Graphiql | undefined;
  /** How long a request's body may be and take; 100,000 bytes and 10 seconds unless given. */
  readonly body?: Partial<BodyLimits>;
}

/** @param caller becomes part of every resolver's context */
export type GraphqlHandler<C extends Caller> = (request: Request, caller: C) => Promise<Response>;

/** @returns a function that answers every request, GraphiQL's files included; it never rejects */
export function createGraphqlHandler<C extends Caller>(options: GraphqlHandlerOptions<C>): GraphqlHandler<C> {
  const { execute, documents, log, graphiql } = options;
  const bodyLimits: BodyLimits = { maxBytes: 100_000, deadline: 10_000, ...options.body };

  /** What is answered depends on the document's id, the operation's name, the variables and what the caller may see. */
  const answer = async (
    { document, ...parameters }: GraphqlParameters,
    caller: C,
  ): Promise<GraphqlResult> => {
    const found = documents.find(document);
    if ("error" in found) return { errors: [found.error] };
    const result = await execute({ ...parameters, query: found.document.text }, caller);
    // Only what was executed: others' documents must not be pushed out by what is none.
    if (document.isAutomatic && result.data !== undefined) documents.remember(found.document);
    return result;
  };

  return async (request, caller) => {
    const isGet = request.method === "GET" || request.method === "HEAD";
    const accepted = negotiate(request.headers.get("accept"), isGet && graphiql !== undefined);
    const type = accepted === "application/graphql-response+json" ? accepted : "application/json";
    const send = (status: number, result: GraphqlResult): Response =>
      json(withRequestId(result, caller.requestId), status, type);
    try {
      if (!isGet && request.method !== "POST") throw methodNotAllowed(request.method);
      if (isGet && graphiql) {
        const asset = await graphiql.asset(new URL(request.url).pathname, request.headers);
        if (asset) return asset;
        if (accepted === "text/html") return await graphiql.page();
      }
      if (!accepted) throw notAcceptable(request.headers);
      const parameters = isGet
        ? readQueryString(new URL(request.url).searchParams)
        : await readBody(request, bodyLimits);
      const result = await answer(parameters, caller);
      const response = send(statusOf(result, type), result);
      return request.method === "HEAD" ? new Response(null, response) : response;
    } catch (error) {
      if (error instanceof RefusedRequest) {
        return send(error.status, { errors: [plainError(error.message, error.code)] });
      }
      log.error("graphql request failed", { requestId: caller.requestId, error });
      return send(500, { errors: [internalError] });
    }
  };
}

/** With `application/json` a client can tell our 400 from a proxy's only by our not sending one. */
function statusOf(result: GraphqlResult, type: MediaType): number {
  if (result.data !== undefined) return 200;
  const code = result.errors?.[0]?.extensions?.code;
  if (code === "METHOD_NOT_ALLOWED") return 405;
  if (code === "FORBIDDEN") return 403;
  return type === "application/json" ? 200 : 400;
}

/** Whoever tells us of an error has the id that the log knows the request by at hand. */
function withRequestId({ errors, ...result }: GraphqlResult, requestId: string): GraphqlResult {
  if (!errors) return result;
  return {
    errors: errors.map((error) => ({ ...error, extensions: { ...error.extensions, requestId } })),
    ...result,
  };
}

function json(result: GraphqlResult, status: number, type: MediaType): Response {
  const headers: Record<string, string> = {
    "content-type": `${type}; charset=utf-8`,
    "cache-control": "no-store",
    vary: "accept",
  };
  if (status === 405) headers.allow = "GET, HEAD, POST";
  return new Response(JSON.stringify(result), { status, headers });
}

function methodNotAllowed(method: string): RefusedRequest {
  return new RefusedRequest(405, "METHOD_NOT_ALLOWED", `Cannot answer ${method}: use GET or POST`);
}

function notAcceptable(headers: Headers): RefusedRequest {
  const message = "Cannot answer in a type you accept: accept application/graphql-response+json or " +
    `application/json (got ${headers.get("accept")})`;
  return new RefusedRequest(406, "NOT_ACCEPTABLE", message);
}
