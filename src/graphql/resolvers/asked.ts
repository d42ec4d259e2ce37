/** Asking a resolver's question: of what is kept, where answers are. */
import type { GraphQLResolveInfo } from "graphql";
import type { Analytics } from "../../analytics/analytics.ts";
import type { Answer } from "../../analytics/answer.ts";
import { keptAnswer } from "../../analytics/answer_cache.ts";
import { explain } from "../../analytics/explain.ts";
import type { Filter } from "../../analytics/filter.ts";
import { type AskedAbout, keyEnds, monthsOf, questionKey } from "../../analytics/question_key.ts";
import { inSpan } from "../../base/tracing.ts";
import { policyOfQuery } from "../cache_policy.ts";
import type { Context } from "../context.ts";
import { recordAnswer, rootOf } from "../execute.ts";

export interface Asked extends AskedAbout {
  /** The field of Query whose policy holds; without it, the one that is resolved. */
  readonly field?: string;
  /** Whether all months before the span matter too. */
  readonly anyMonth?: boolean;
  /** Whether what was never sold is listed too: it may be new, which is noted for answers about any month. */
  readonly listsUnsold?: boolean;
}

/** @returns the answer's value, once the request's answer tells where it came from and what it is made of */
export function asked<T>(
  context: Context,
  info: GraphQLResolveInfo,
  question: Asked,
  compute: (analytics: Analytics) => Promise<Answer<T>>,
): Promise<T> {
  return inSpan(`answer ${info.fieldName}`, async (add) => {
    const { value, ...provenance } = await answered(context, info, question, compute);
    add({ "laneway.lane": provenance.lane });
    context.analytics.meter?.told(info.fieldName, provenance.lane);
    recordAnswer(context, info, provenance);
    return value;
  });
}

async function answered<T>(
  context: Context,
  info: GraphQLResolveInfo,
  question: Asked,
  compute: (analytics: Analytics) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const { analytics } = context;
  const { cache, clock, calendar } = analytics;
  if (context.explained) {
    const { answer, explained } = await explain(analytics, compute);
    context.explained.push({ path: rootOf(info.path), field: info.fieldName, ...explained });
    return answer;
  }
  if (!cache) return await compute(analytics);
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
  analytics.meter?.looked(answer);
  context.made?.push(answer);
  return answer;
}

/** A rep may move to another region and a product to another category: that is noted for the overview. */
function filterTags(filter: Filter | undefined): readonly string[] {
  return filter?.regions || filter?.categoryIds ? ["dashboard_overview"] : [];
}
