/** Whole responses, kept as the bytes that are sent: by document, variables, and what the caller may see. */
import { createHash } from "node:crypto";
import { getOperationAST, type GraphQLSchema, parse } from "graphql";
import type { AnswerCache } from "../analytics/analytics.ts";
import type { KeptAnswer } from "../analytics/answer_cache.ts";
import type { Entry } from "../cache/entry.ts";
import type { Dependency, Origin, ViewDependency } from "../cache/knowledge.ts";
import type { Computed } from "../cache/renewal.ts";
import type { Patience } from "../cache/shared.ts";
import type { Found } from "../cache/tiers.ts";
import { documentTtl } from "./cache_policy.ts";
import type { LanewayCaller } from "./context.ts";
import type { Execute, GraphqlRequest, GraphqlResult } from "./execute.ts";

export interface CacheableRequest extends GraphqlRequest {
  /** What the caller may see, as a text: the same for those who may see the same. */
  readonly scope: string;
}

export interface ResponseCache {
  /** @returns what memory holds, where it is fresh: at once */
  peek(request: CacheableRequest): Found | undefined;
  /**
   * @returns the bytes of a result, kept or executed now. Results with errors are not kept, nor those of a document with a
   * root field that is not `@cached`. What was asked for within a minute is renewed ahead.
   * @param signal aborts when the one who asks has gone
   */
  find(request: CacheableRequest, callerFor: CallerFor, signal?: AbortSignal): Promise<Found>;
}

/** @returns who asks now: for all who wait for the same, and ahead of the next, so each signal stops its own questions alone */
export type CallerFor = (signal: AbortSignal) => LanewayCaller;

export interface ResponseCacheOptions extends AnswerCache {
  readonly schema: GraphQLSchema;
  readonly execute: Execute<LanewayCaller>;
}

export function createResponseCache({ tiers, source, schema, execute }: ResponseCacheOptions): ResponseCache {
  /** Of what was executed: it can be parsed, and is valid. */
  const ttlOf = ({ query, operationName }: GraphqlRequest): number | undefined => {
    const document = parse(query, { noLocation: true });
    const operation = getOperationAST(document, operationName);
    return operation ? documentTtl(schema, document, operation) : undefined;
  };
  return {
    peek: (request) => tiers.peek(keyOf(request), source),
    find(request, callerFor, signal) {
      const { scope: _scope, ...asked } = request;
      const compute = async (gone: AbortSignal, patience: Patience): Promise<Computed> => {
        const made: KeptAnswer<unknown>[] = [];
        const caller = callerFor(gone);
        const analytics = { ...caller.analytics, patience };
        const result = await execute(asked, { ...caller, analytics, made });
        const ttlMs = result.errors ? undefined : ttlOf(asked);
        const origin = originOf(made, source.known()?.epoch);
        if (ttlMs === undefined || !origin) {
          return { pass: { body: bytesOf(result), unavailable: isUnavailable(result) } };
        }
        const until = Math.min(...origin.entries.map(({ freshUntil }) => freshUntil));
        return { keep: { ...origin.of, body: bytesOf(asKept(result)), told: bytesOf(result), ttlMs, until } };
      };
      return tiers.find(keyOf(request), source, compute, { signal, isHot: true });
    },
  };
}

function keyOf({ query, operationName, variables, scope }: CacheableRequest): string {
  const asked = JSON.stringify([query, operationName ?? null, variables ?? {}, scope]);
  // 128 bits: nobody finds two that are the same.
  return `response:${createHash("sha256").update(asked).digest("base64url").slice(0, 22)}`;
}

interface Made {
  readonly of: Origin;
  readonly entries: readonly Entry[];
}

/** @returns undefined where an answer is not kept itself, or they are not of one epoch */
function originOf(made: readonly KeptAnswer<unknown>[], known: string | undefined): Made | undefined {
  const entries = made.flatMap(({ entry, freshness }) => entry && freshness !== "stale" ? [entry] : []);
  const epoch = entries[0]?.epoch ?? known;
  if (entries.length < made.length || epoch === undefined) return undefined;
  if (entries.some((entry) => entry.epoch !== epoch)) return undefined;
  const dependencies = distinct<Dependency>(entries.flatMap((entry) => entry.dependencies));
  const views = distinct<ViewDependency>(entries.flatMap((entry) => entry.views));
  return { of: { epoch, dependencies, views }, entries };
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
  return errors.some(({ extensions }) => ["UNAVAILABLE", "TIMEOUT"].includes(String(extensions?.["code"])));
}

function bytesOf(result: GraphqlResult): Uint8Array {
  return encoder.encode(JSON.stringify(result));
}

const encoder = new TextEncoder();
