/** What answers tell of a limit, as draft-ietf-httpapi-ratelimit-headers names it. */
import { type MoreHeaders, noHeaders } from "../graphql/representations.ts";

const mostLimits = 100;

/**
 * @returns a function that gives one object for all who are told the same: kept answers are made ready with it. So what is left
 * is told in two digits, rounded down.
 */
export function createRateHeaders(policy: string): (limit: number, left: number) => MoreHeaders {
  const byLimit = new Map<number, Map<number, MoreHeaders>>();
  return (limit, left) => {
    if (limit === Infinity) return noHeaders;
    let byLeft = byLimit.get(limit);
    if (!byLeft) {
      // Tokens bring limits of their own.
      if (byLimit.size >= mostLimits) byLimit.clear();
      byLimit.set(limit, byLeft = new Map());
    }
    const rounded = twoDigits(left);
    let headers = byLeft.get(rounded);
    if (!headers) byLeft.set(rounded, headers = rateHeaders(policy, limit, rounded));
    return headers;
  };
}

/** @param untilSeconds when more is left; left out where it is not asked for */
export function rateHeaders(policy: string, limit: number, left: number, untilSeconds?: number): MoreHeaders {
  const until = untilSeconds === undefined ? "" : `;t=${untilSeconds}`;
  return [["ratelimit-policy", `"${policy}";q=${limit};w=60`], [
    "ratelimit",
    `"${policy}";r=${left}${until}`,
  ]];
}

function twoDigits(value: number): number {
  let unit = 1;
  while (value >= 100 * unit) unit *= 10;
  return Math.floor(value / unit) * unit;
}
