/** Whole responses, kept as the bytes that are sent: by document, variables, and what the caller may see. */
import { createHash } from "node:crypto";
import { getOperationAST, type GraphQLSchema, parse } from "graphql";
import type { AnswerCache } from "../analytics/analytics.ts";
import type { KeptAnswer } from "../analytics/answer_cache.ts";
import type { Dependency, Origin, ViewDependency } from "../cache/knowledge.ts";
import type { Computed, Draft } from "../cache/renewal.ts";
import type { Patience } from "../cache/shared.ts";
import type { Found, FoundKept } from "../cache/tiers.ts";
import { documentTtl } from "./cache_policy.ts";
import type { LanewayCaller } from "./context.ts";
import type { Caller, Execute, GraphqlRequest, GraphqlResult } from "./execute.ts";

export interface CacheableRequest extends GraphqlRequest {
  /** What the caller may see, as a text: the same for those who may see the same. */
  readonly scope: string;
}

export interface ResponseCache<C extends Caller> {
  /** @returns what a response is kept by: the same only for the same request in the same scope */
  keyOf(request: CacheableRequest): string;
  /** @returns what memory holds under a key, where it is fresh: at once */
  peek(key: string): FoundKept | undefined;
  /** @returns what is kept and may be told; nothing is executed */
  held(key: string): Promise<Found | undefined>;
  /**
   * @returns the bytes of a result, kept or executed now. Results with errors are not kept, nor those of a document with a
   * root field that is not `@cached`. What was asked for within a minute is renewed ahead.
   */
  find(request: CacheableRequest, callerFor: CallerFor<C>, options?: FindResponseOptions): Promise<Found>;
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
  readonly execute: Execute<LanewayCaller>;
}

export function createResponseCache(
  { tiers, source, schema, execute }: ResponseCacheOptions,
): ResponseCache<LanewayCaller> {
  /** Of what was executed: it can be parsed, and is valid. */
  const ttlOf = ({ query, operationName }: GraphqlRequest): number | undefined => {
    const document = parse(query, { noLocation: true });
    const operation = getOperationAST(document, operationName);
    return operation ? documentTtl(schema, document, operation) : undefined;
  };
  return {
    keyOf,
    peek: (key) => tiers.peek(key, source),
    held: (key) => tiers.held(key, source),
    find(request, callerFor, { signal, since } = {}) {
      const { scope: _scope, ...asked } = request;
      const compute = async (gone: AbortSignal, patience: Patience): Promise<Computed> => {
        const made: KeptAnswer<unknown>[] = [];
        const caller = callerFor(gone);
        const analytics = { ...caller.analytics, patience, since };
        const result = markedStale(await execute(asked, { ...caller, analytics, made }), made);
        const ttlMs = result.errors ? undefined : ttlOf(asked);
        const origin = originOf(made, source.known()?.epoch);
        if (ttlMs === undefined || !origin) {
          return { pass: { body: bytesOf(result), unavailable: isUnavailable(result) } };
        }
        const body = bytesOf(asKept(result));
        return { keep: { ...origin, body, told: bytesOf(result), ttlMs } };
      };
      return tiers.find(keyOf(request), source, compute, { signal, since, isHot: true });
    },
  };
}

function keyOf({ query, operationName, variables, scope, queryOnly }: CacheableRequest): string {
  // Of all that is refused with GET and not with POST, nothing is kept, but those who wait together are told the same.
  const isRefused = queryOnly === true && /\b(mutation|subscription)\b/.test(query);
  const asked = JSON.stringify([query, operationName ?? null, variables ?? {}, scope, isRefused]);
  // 128 bits: nobody finds two that are the same.
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
