/** Running a question's statement: on the connections of its lane, and with words for one that is too broad. */
import { DeadlineError, TooBroadError } from "../base/errors.ts";
import type { Parameters } from "../db/pool.ts";
import type { Statement } from "../db/statements.ts";
import type { Analytics } from "./analytics.ts";
import type { Lane } from "./answer.ts";
import { type Filter, filteredFields, noFilter } from "./filter.ts";
import type { Calendar, Span } from "./period.ts";

/** What is asked, for whoever is told that it cannot be answered. */
export interface Asked {
  /** Such as `salesOverview`. */
  readonly field: string;
  readonly lane: Lane;
  readonly span?: Span | undefined;
  readonly filter?: Filter | undefined;
  /** The fields asked for that look for orders in all the time before the span as well, where there are any. */
  readonly sinceTheFirst?: readonly string[];
}

/**
 * @returns the rows of the statement
 * @throws TooBroadError where the orders themselves cannot answer in time, and how they could
 */
export async function ask<R extends object>(
  analytics: Analytics,
  asked: Asked,
  statement: Statement,
  parameters: Parameters,
): Promise<readonly R[]> {
  if (asked.lane !== "DIRECT") return await analytics.database.run<R>(statement, parameters);
  try {
    return await analytics.direct.run<R>(statement, parameters);
  } catch (error) {
    throw error instanceof DeadlineError && error.ran ? tooBroad(asked, error) : error;
  }
}

/** @returns what statements take as :from, :to, :previous_from, :previous_to and :zone; nothing before is an empty range */
export function spanParameters({ range, previous }: Span, calendar: Calendar): Parameters {
  return {
    from: range.from,
    to: range.to,
    previous_from: previous?.from ?? range.from,
    previous_to: previous?.to ?? range.from,
    zone: calendar.timeZone,
  };
}

function tooBroad(
  { field, span, filter = noFilter, sinceTheFirst = [] }: Asked,
  cause: DeadlineError,
): TooBroadError {
  const filters = filteredFields(filter);
  const readsAllBefore = sinceTheFirst.length > 0;
  const ways = [
    ...(span ? ["for a shorter range"] : []),
    ...(filters.length > 0 ? [`without ${filters.join(" or ")}`] : []),
    ...(readsAllBefore ? [`without ${sinceTheFirst.join(" and ")}`] : []),
  ];
  const covered = span ? ` over ${daysOf(span)}${readsAllBefore ? " and all before" : ""}` : "";
  const filtered = filters.length > 0 ? ` with ${filters.join(" and ")}` : "";
  const advice = ways.length > 0 ? `: ask ${ways.join(", or ask ")}` : "";
  return new TooBroadError(
    `Cannot answer ${field}${covered}${filtered} from the orders themselves in time${advice}`,
    { cause },
  );
}

function daysOf({ period, range }: Span): string {
  if (period === "ALL_TIME") return "all time";
  const days = Math.ceil(range.from.until(range.to).total("hours") / 24);
  return days === 1 ? "a day" : `${days} days`;
}
