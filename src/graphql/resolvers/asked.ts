/** Asking a resolver's question: of what is kept, where answers are. */
import type { GraphQLResolveInfo } from "graphql";
import type { Analytics } from "../../analytics/analytics.ts";
import type { Answer } from "../../analytics/answer.ts";
import { keptAnswer } from "../../analytics/answer_cache.ts";
import type { Filter } from "../../analytics/filter.ts";
import { type AskedAbout, keyEnds, monthsOf, questionKey } from "../../analytics/question_key.ts";
import { policyOfQuery } from "../cache_policy.ts";
import type { Context } from "../context.ts";
import { recordAnswer } from "../execute.ts";

export interface Asked extends AskedAbout {
  /** The field of Query whose policy holds; without it, the one that is resolved. */
  readonly field?: string;
  /** Whether all months before the span matter too. */
  readonly anyMonth?: boolean;
  /** Whether what was never sold is listed too: it may be new, which is noted for answers about any month. */
  readonly listsUnsold?: boolean;
}

/** @returns the answer's value, once the request's answer tells where it came from and what it is made of */
export async function asked<T>(
  context: Context,
  info: GraphQLResolveInfo,
  question: Asked,
  compute: (analytics: Analytics) => Promise<Answer<T>>,
): Promise<T> {
  const { analytics } = context;
  const { cache, clock, calendar } = analytics;
  if (!cache) return told(context, info, await compute(analytics));
  const { field = info.fieldName, span, filter, anyMonth = false, listsUnsold = false } = question;
  const { ttlMs, tags } = policyOfQuery(info.schema, field);
  const answer = await keptAnswer(analytics, cache, {
    key: questionKey(question, clock.business(), calendar),
    ttlMs,
    tags: [...new Set([...tags, ...filterTags(filter)])],
    months: span && !anyMonth && !listsUnsold ? monthsOf(span, calendar) : "any",
    listsUnsold,
    // A response that is kept would be outdated as soon as it is made.
    isWaiting: context.made !== undefined,
    ends: keyEnds(question, clock, calendar),
  }, compute);
  context.made?.push(answer);
  return told(context, info, answer);
}

function told<T>(context: Context, info: GraphQLResolveInfo, { value, ...provenance }: Answer<T>): T {
  recordAnswer(context, info, provenance);
  return value;
}

/** A rep may move to another region and a product to another category: that is noted for the overview. */
function filterTags(filter: Filter | undefined): readonly string[] {
  return filter?.regions || filter?.categoryIds ? ["dashboard_overview"] : [];
}
