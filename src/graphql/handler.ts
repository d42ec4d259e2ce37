/** GraphQL over HTTP, to the letter of its specification (https://graphql.github.io/graphql-over-http/draft/). */
import { readCacheControl } from "../base/cache_control.ts";
import type { Log } from "../base/log.ts";
import type { Scope } from "../base/scope.ts";
import { negotiate } from "./accept.ts";
import { type BodyLimits, createBodyReader, textOf } from "./body.ts";
import type { DocumentStore } from "./document_store.ts";
import { internalError, plainError } from "./errors.ts";
import type { Caller, GraphqlResult } from "./execute.ts";
import { createChooseForm } from "./form.ts";
import type { Graphiql } from "./graphiql.ts";
import { createGraphqlMeter, type GraphqlMeter, graphqlStatusOf, noteRequest } from "./meter.ts";
import { createReadyAnswers, type ReadyAnswer } from "./ready.ts";
import { RefusedRequest } from "./refused.ts";
import { createRepresentations, type MoreHeaders } from "./representations.ts";
import { type GraphqlParameters, readBody, readQueryString } from "./request.ts";
import type { ResponseCache } from "./response_cache.ts";
import type { Reply, Responder, Visitor } from "./responder.ts";
import { resultResponse, statusOf } from "./result_response.ts";
import { serverTiming } from "./server_timing.ts";

export interface GraphqlHandlerOptions<C extends Caller> {
  readonly responder: Responder<C>;
  /** What `responder` keeps responses in; without it, none is ready. */
  readonly responses?: ResponseCache<C> | undefined;
  readonly documents: DocumentStore;
  readonly log: Log;
  /** What browsers get; without it they get JSON like everyone. */
  readonly graphiql?: Graphiql | undefined;
  /** Counts the requests; without it, nobody does. */
  readonly meter?: GraphqlMeter | undefined;
  /** How long a request's body may be and take; 100,000 bytes and 10 seconds unless given. */
  readonly body?: Partial<BodyLimits>;
  /** Of memory, for responses in the forms they are sent in and the requests they answer; 16 MB unless given. */
  readonly maxBytes?: number;
  /** Milliseconds of the wall clock. */
  readonly now?: () => number;
}

export interface GraphqlHandler<C extends Caller> {
  /**
   * @param more headers that a ready answer gets beside its own
   * @returns undefined where the request is not for `/graphql`, or is to be answered the long way
   */
  ready(request: Request, scope: Scope, more?: MoreHeaders): ReadyAnswer;
  /** Answers every request, GraphiQL's files included; it never rejects. */
  answer(request: Request, visitor: Visitor<C>): Promise<Response>;
}

export function createGraphqlHandler<C extends Caller>(options: GraphqlHandlerOptions<C>): GraphqlHandler<C> {
  const { responses, log, graphiql, maxBytes = 16_000_000, now = Date.now } = options;
  const { meter = createGraphqlMeter(new Map()) } = options;
  const readSent = createBodyReader({ maxBytes: 100_000, deadline: 10_000, ...options.body });
  const chooseForm = createChooseForm(graphiql !== undefined);
  const representations = createRepresentations({ maxBytes: maxBytes * 3 / 4, now });
  const answers = responses &&
    createReadyAnswers({
      responses,
      representations,
      chooseForm,
      readBody: readSent,
      maxBytes: maxBytes / 4,
    });
  async function answer(request: Request, visitor: Visitor<C>): Promise<Response> {
    const started = performance.now();
    const { method, headers } = request;
    const isQuery = method === "GET" || method === "HEAD";
    const accepted = negotiate(headers.get("accept"), isQuery && graphiql !== undefined);
    const type = accepted === "application/graphql-response+json" ? accepted : "application/json";
    const timingOf = (reply: Reply) => serverTiming(reply, performance.now() - started);
    let operation = meter.of(undefined);
    const noteIt = (result: GraphqlResult) =>
      noteRequest(operation, graphqlStatusOf(result), (performance.now() - started) / 1000);
    const send = (status: number, result: GraphqlResult): Response => {
      noteIt(result);
      return resultResponse(status, withRequestId(result, visitor.requestId), type, timingOf({ result }));
    };
    try {
      if (!isQuery && method !== "POST") throw methodNotAllowed(method);
      const url = new URL(request.url);
      if (isQuery && graphiql) {
        const asset = await graphiql.asset(url.pathname, headers);
        if (asset) return asset;
        if (accepted === "text/html") return await graphiql.page();
      }
      if (!accepted) throw notAcceptable(headers);
      const sent = isQuery ? request.url : await (answers?.bodyOf(request) ?? readSent(request));
      const parameters = typeof sent === "string"
        ? readQueryString(url.searchParams)
        : readBody(textOf(sent));
      operation = meter.of(parameters.document.id);
      const found = await replyTo(options, parameters, request, visitor);
      if ("result" in found) return send(statusOf(found.result, type), found.result);
      if (!found.isNoted) answers?.remember(sent, visitor.scope, found.kept.key, operation.ready);
      const form = chooseForm(headers, isQuery, visitor.scope, found.kept.found.body.length);
      if (!form) throw notAcceptable(headers);
      noteIt({});
      return representations.response(found.kept, form, headers.get("if-none-match"), timingOf(found));
    } catch (error) {
      if (error instanceof RefusedRequest) {
        return send(error.status, { errors: [plainError(error.message, error.code)] });
      }
      log.error("graphql request failed", { requestId: visitor.requestId, error });
      return send(500, { errors: [internalError] });
    }
  }

  return {
    ready: (request, scope, more) => answers?.find(request, scope, more),
    async answer(request, visitor) {
      const response = await answer(request, visitor);
      return request.method === "HEAD" ? await withoutBody(response) : response;
    },
  };
}

async function replyTo<C extends Caller>(
  { documents, responder, now = Date.now }: GraphqlHandlerOptions<C>,
  { document, ...parameters }: GraphqlParameters,
  request: Request,
  visitor: Visitor<C>,
): Promise<Reply> {
  const found = documents.find(document);
  if ("error" in found) return { result: { errors: [found.error] } };
  const { since, onlyIfCached } = readCacheControl(request.headers.get("cache-control"), now());
  const asked = { ...parameters, query: found.document.text };
  const reply = onlyIfCached
    ? await responder.kept(asked, visitor, since)
    : await responder.answer(asked, visitor, { signal: request.signal, since });
  if (!reply) throw notCached();
  // Only what was executed: others' documents must not be pushed out by what is none.
  if (document.isAutomatic && ("kept" in reply || reply.result.data !== undefined)) {
    documents.remember(found.document);
  }
  return reply;
}

/** Its headers stay, the length of what GET would bring among them. */
async function withoutBody(response: Response): Promise<Response> {
  const headers = new Headers(response.headers);
  if (response.body) headers.set("content-length", String((await response.bytes()).length));
  return new Response(null, { status: response.status, headers });
}

/** Whoever tells us of an error has the id at hand that the log knows it by: that of the request, unless it brings one. */
function withRequestId({ errors, ...result }: GraphqlResult, requestId: string): GraphqlResult {
  if (!errors) return result;
  return {
    errors: errors.map((error) => {
      const known = error.extensions?.["requestId"] ?? requestId;
      return { ...error, extensions: { ...error.extensions, requestId: known } };
    }),
    ...result,
  };
}

function methodNotAllowed(method: string): RefusedRequest {
  return new RefusedRequest(405, "METHOD_NOT_ALLOWED", `Cannot answer ${method}: use GET or POST`);
}

function notAcceptable(headers: Headers): RefusedRequest {
  const message = "Cannot answer in a type you accept: accept application/graphql-response+json or " +
    `application/json (got ${headers.get("accept")})`;
  return new RefusedRequest(406, "NOT_ACCEPTABLE", message);
}

function notCached(): RefusedRequest {
  const message =
    "Cannot answer from the cache: nothing that may be told is kept, and Cache-Control asks for no other";
  return new RefusedRequest(504, "NOT_CACHED", message);
}
