/** Whole responses, kept as the bytes that are sent: by document, variables, and what the caller may see. */
import { createHash } from "node:crypto";
import { getOperationAST, type GraphQLSchema, type OperationDefinitionNode } from "graphql";
import type { AnswerCache } from "../analytics/analytics.ts";
import type { KeptAnswer } from "../analytics/answer_cache.ts";
import type { Dependency, Origin, ViewDependency } from "../cache/knowledge.ts";
import type { Computed, Draft } from "../cache/renewal.ts";
import type { Patience } from "../cache/shared.ts";
import type { Found, FoundKept } from "../cache/tiers.ts";
import { documentTtl } from "./cache_policy.ts";
import type { LanewayCaller } from "./context.ts";
import type { Documents } from "./document.ts";
import type { Caller, Execute, GraphqlRequest, GraphqlResult } from "./execute.ts";

export interface CacheableRequest extends GraphqlRequest {
  /** What the caller may see, as a text: the same for those who may see the same. */
  readonly scope: string;
}

export interface ResponseCache<C extends Caller> {
  read(request: CacheableRequest): AskedResponse;
  /** @returns what memory holds under a key, where it is fresh: at once */
  peek(key: string): FoundKept | undefined;
  /** @returns what is kept and may be told; nothing is executed */
  held(key: string): Promise<Found | undefined>;
  /**
   * @returns the bytes of a result, kept or executed now. Results with errors are not kept, nor those of a document with a
   * root field that is not `@cached`. What was asked for within a minute is renewed ahead.
   */
  find(asked: AskedResponse, callerFor: CallerFor<C>, options?: FindResponseOptions): Promise<Found>;
}

/** A request, read once for all that is done with it. */
export interface AskedResponse {
  /**
   * What its response is kept by: the same only for those who ask for the same in the same scope. Undefined where nothing is kept, since
   * the document cannot be executed.
   */
  readonly key: string | undefined;
  /** Without whatever changes nothing. */
  readonly request: GraphqlRequest;
  /** Whether it is asked for again soon enough to be worth its memory. */
  readonly isHot: boolean;
}

export interface FindResponseOptions {
  /** Aborts when the one who asks has gone. */
  readonly signal?: AbortSignal | undefined;
  /** Nothing that was computed before is told, nor anything made of it; milliseconds of the wall clock. */
  readonly since?: number | undefined;
}

/** @returns who asks now: for all who wait for the same, and ahead of the next, so each signal stops its own questions alone */
export type CallerFor<C extends Caller> = (signal: AbortSignal) => C;

export interface ResponseCacheOptions extends AnswerCache {
  readonly schema: GraphQLSchema;
  readonly documents: Documents;
  readonly execute: Execute<LanewayCaller>;
}

/** What is renewed ahead stays in memory with its variables: those of our pages take some hundreds. */
const longestHot = 10_000;

export function createResponseCache(
  { tiers, source, schema, documents, execute }: ResponseCacheOptions,
): ResponseCache<LanewayCaller> {
  const parsed = ({ query, operationName }: GraphqlRequest) => {
    const checked = documents(query);
    if (checked.state !== "ready") return undefined;
    const { document } = checked;
    const operation = getOperationAST(document, operationName);
    return operation?.operation === "query" ? { document, operation } : undefined;
  };
  const ttlOf = (request: GraphqlRequest): number | undefined => {
    const found = parsed(request);
    return found && documentTtl(schema, found.document, found.operation);
  };
  const read = ({ scope, ...request }: CacheableRequest): AskedResponse => {
    const operation = parsed(request)?.operation;
    if (!operation) return { key: undefined, request, isHot: false };
    const variables = declared(operation, request.variables);
    const asked = JSON.stringify([request.query, operation.name?.value ?? null, variables, scope]);
    return {
      key: keyOf(asked),
      request: { ...request, variables: Object.fromEntries(variables) },
      isHot: asked.length <= longestHot,
    };
  };
  return {
    read,
    peek: (key) => tiers.peek(key, source),
    held: (key) => tiers.held(key, source),
    async find(
      { key, request, isHot },
      callerFor,
      { signal = new AbortController().signal, since } = {},
    ) {
      if (key === undefined) {
        // It says what is wrong with the document.
        const body = bytesOf(await execute(request, callerFor(signal)));
        return { body, entry: undefined, freshness: "old", from: "database" };
      }
      const compute = async (gone: AbortSignal, patience: Patience): Promise<Computed> => {
        const made: KeptAnswer<unknown>[] = [];
        const caller = callerFor(gone);
        const analytics = { ...caller.analytics, patience, since };
        const result = markedStale(await execute(request, { ...caller, analytics, made }), made);
        const ttlMs = result.errors ? undefined : ttlOf(request);
        const origin = originOf(made, source.known()?.epoch);
        if (ttlMs === undefined || !origin) {
          return { pass: { body: bytesOf(result), unavailable: isUnavailable(result) } };
        }
        const body = bytesOf(asKept(result));
        return { keep: { ...origin, body, told: bytesOf(result), ttlMs } };
      };
      return await tiers.find(key, source, compute, { signal, since, isHot });
    },
  };
}

/**
 * @returns by name, in the operation's order: what it does not declare changes no answer, and neither does their order. What is
 * undefined is not given, and null is.
 */
function declared(
  { variableDefinitions = [] }: OperationDefinitionNode,
  given: GraphqlRequest["variables"] = {},
): readonly (readonly [string, unknown])[] {
  return variableDefinitions.map(({ variable }) => variable.name.value)
    .flatMap((name) =>
      Object.hasOwn(given, name) && given[name] !== undefined ? [[name, given[name]] as const] : []
    );
}

/** 128 bits: nobody finds two that are the same. */
function keyOf(asked: string): string {
  return `response:${createHash("sha256").update(asked).digest("base64url").slice(0, 22)}`;
}

type Made = Origin & Pick<Draft, "since" | "until">;

/** @returns undefined where an answer is not kept itself, or they are not of one epoch */
function originOf(made: readonly KeptAnswer<unknown>[], known: string | undefined): Made | undefined {
  const entries = made.flatMap(({ entry, freshness }) => entry && freshness !== "stale" ? [entry] : []);
  const epoch = entries[0]?.epoch ?? known;
  if (entries.length < made.length || epoch === undefined) return undefined;
  if (entries.some((entry) => entry.epoch !== epoch)) return undefined;
  const dependencies = distinct<Dependency>(entries.flatMap((entry) => entry.dependencies));
  const views = distinct<ViewDependency>(entries.flatMap((entry) => entry.views));
  const until = Math.min(...entries.map(({ freshUntil }) => freshUntil));
  const since = Math.min(...entries.map(({ computedAt }) => computedAt));
  return { epoch, dependencies, views, until, since };
}

/** Whoever is told what the database no longer vouches for is told so. */
function markedStale(result: GraphqlResult, made: readonly KeptAnswer<unknown>[]): GraphqlResult {
  return made.some(({ freshness }) => freshness === "stale") ? staleResult(result) : result;
}

/** @returns the same, said to be stale */
export function staleResult(result: GraphqlResult): GraphqlResult {
  return result.extensions ? { ...result, extensions: { ...result.extensions, stale: true } } : result;
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/** Whoever is told what was kept is told so. */
function asKept(result: GraphqlResult): GraphqlResult {
  if (!result.extensions) return result;
  const answers = Object.entries(result.extensions.answers)
    .map(([field, answer]) => [field, { ...answer, lane: "CACHE" as const }]);
  return { ...result, extensions: { ...result.extensions, answers: Object.fromEntries(answers) } };
}

function isUnavailable({ errors = [] }: GraphqlResult): boolean {
  return errors.some(({ extensions }) =>
    ["UNAVAILABLE", "TIMEOUT", "OVERLOADED"].includes(String(extensions?.["code"]))
  );
}

function bytesOf(result: GraphqlResult): Uint8Array {
  return encoder.encode(JSON.stringify(result));
}

const encoder = new TextEncoder();
