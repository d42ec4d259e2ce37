/** Answers by question, kept: different documents that ask the same share the work. */
import { OverloadedError } from "../base/errors.ts";
import { decode, encode } from "../cache/codec.ts";
import type { Dependency, Knowledge, Origin, ViewDependency } from "../cache/knowledge.ts";
import type { Computed } from "../cache/renewal.ts";
import type { Found } from "../cache/tiers.ts";
import type { Analytics, AnswerCache } from "./analytics.ts";
import type { Answer } from "./answer.ts";

/** A question, as the cache knows it. */
export interface KeptQuestion {
  readonly key: string;
  /** How long its answer may be told where nothing outdates it. */
  readonly ttlMs: number;
  readonly tags: readonly string[];
  /** Those that it is about, by their first day. */
  readonly months: readonly string[] | "any";
  /** Whether it also lists what was never sold: a view does not know of the latest. */
  readonly listsUnsold: boolean;
  /** Whether to wait for what is outdated to be renewed. */
  readonly isWaiting: boolean;
  /** When it becomes another question; undefined where it never does. */
  readonly ends: Temporal.Instant | undefined;
}

export interface KeptAnswer<T> extends Answer<T> {
  readonly freshness: Found["freshness"];
  readonly from: Found["from"];
  /** Undefined where it is not kept: then whatever is made of it must not be either. */
  readonly entry: Found["entry"];
}

/**
 * @param compute asks for all who wait for the same: with what it is given, which is stopped when all of them have gone
 * @returns what is kept, with the lane CACHE, or what was computed now
 */
export async function keptAnswer<T>(
  analytics: Analytics,
  { tiers, source }: AnswerCache,
  question: KeptQuestion,
  compute: (analytics: Analytics) => Promise<Answer<T>>,
): Promise<KeptAnswer<T>> {
  let isOwn = false;
  const work = async (gone: AbortSignal): Promise<Computed> => {
    isOwn = true;
    // Before the snapshot: it has seen no less than this.
    const before = source.known() ?? await source.current();
    const answer = await compute(analytics.until?.(gone) ?? analytics);
    const body = encode(answer);
    const origin = originOf(answer, question, before);
    return origin
      ? { keep: { ...origin, body, ttlMs: question.ttlMs, until: question.ends?.epochMilliseconds } }
      : { pass: { body, unavailable: false } };
  };
  const finding = tiers.find(question.key, source, work, {
    signal: analytics.signal,
    patience: analytics.patience,
    isWaiting: question.isWaiting,
    since: analytics.since,
  });
  const found = await finding.catch((error) => {
    // Another operation that asked for the same was turned away, which says nothing of this one.
    if (error instanceof OverloadedError && !isOwn) return undefined;
    throw error;
  });
  if (!found) return await keptAnswer(analytics, { tiers, source }, question, compute);
  const { body, entry, freshness, from } = found;
  const answer = decode(body) as Answer<T>;
  return { ...answer, lane: from === "database" ? answer.lane : "CACHE", entry, freshness, from };
}

/** @returns undefined where nothing is known that the answer could be compared with */
function originOf(
  answer: Answer<unknown>,
  { tags, months, listsUnsold }: KeptQuestion,
  before: Knowledge | undefined,
): Origin | undefined {
  const { lane, epoch, generation } = answer;
  if (lane !== "VIEW") return { epoch, dependencies: [{ generation, tags, months }], views: [] };
  const views = before && viewsUpTo(generation, before);
  if (!before || !views) return undefined;
  // Its rows are the view's, but names and whom they belong to are looked up as they are.
  const names: Dependency = { generation: before.reported, tags, months: listsUnsold ? "any" : [] };
  return { epoch: before.epoch, dependencies: [names], views };
}

/** @returns the answer's own view among others that know no more; undefined where not even the first refresh was heard of */
function viewsUpTo(generation: number, { views }: Knowledge): readonly ViewDependency[] | undefined {
  if (views.size === 0) return undefined;
  // Another refresh of its own may have come since: it was of no later generation when this was read.
  return [...views].flatMap(([view, known]) => known <= generation ? [{ view, generation }] : []);
}
