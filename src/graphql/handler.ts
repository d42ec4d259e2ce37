/** GraphQL over HTTP, to the letter of its specification (https://graphql.github.io/graphql-over-http/draft/). */
import type { Log } from "../base/log.ts";
import { type MediaType, negotiate } from "./accept.ts";
import { internalError, plainError } from "./errors.ts";
import type { Caller, Execute, GraphqlResult } from "./execute.ts";
import type { Graphiql } from "./graphiql.ts";
import { type BodyLimits, readBody, readQueryString, RefusedRequest } from "./request.ts";

export interface GraphqlHandlerOptions<C extends Caller> {
  readonly execute: Execute<C>;
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
  const { execute, log, graphiql } = options;
  const bodyLimits: BodyLimits = { maxBytes: 100_000, deadline: 10_000, ...options.body };

  return async (request, caller) => {
    const isGet = request.method === "GET" || request.method === "HEAD";
    const accepted = negotiate(request.headers.get("accept"), isGet && graphiql !== undefined);
    const type = accepted === "application/graphql-response+json" ? accepted : "application/json";
    try {
      if (!isGet && request.method !== "POST") throw methodNotAllowed(request.method);
      if (isGet) {
        const url = new URL(request.url);
        const asset = await graphiql?.asset(url.pathname, request.headers);
        if (asset) return asset;
        if (accepted === "text/html" && graphiql) return graphiql.page();
        if (!accepted) throw notAcceptable(request.headers);
        const response = respond(await execute(readQueryString(url.searchParams), caller), type);
        return request.method === "HEAD" ? new Response(null, response) : response;
      }
      if (!accepted) throw notAcceptable(request.headers);
      return respond(await execute(await readBody(request, bodyLimits), caller), type);
    } catch (error) {
      if (error instanceof RefusedRequest) {
        return json({ errors: [plainError(error.message, error.code)] }, error.status, type);
      }
      log.error("graphql request failed", { requestId: caller.requestId, error });
      return json({ errors: [internalError(caller.requestId)] }, 500, type);
    }
  };
}

/** With `application/json` a client can tell our 400 from a proxy's only by our not sending one. */
function respond(result: GraphqlResult, type: MediaType): Response {
  if (result.data !== undefined) return json(result, 200, type);
  if (result.errors?.[0]?.extensions?.code === "METHOD_NOT_ALLOWED") return json(result, 405, type);
  return json(result, type === "application/json" ? 200 : 400, type);
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
