/** How much each may ask in a minute: requests by address, and the cost of what is executed by token or user. */
import type { GraphQLFormattedError } from "graphql";
import { HTTPException } from "hono/http-exception";
import { allowanceOf, type Allowances } from "../base/allowance.ts";
import { createTally, type Family, type Tally } from "../base/meter.ts";
import { networkOf } from "../base/ip_address.ts";
import type { Log } from "../base/log.ts";
import type { Principal } from "../base/scope.ts";
import type { CacheStore } from "../cache/store.ts";
import { laterError } from "../graphql/errors.ts";
import type { Afford } from "../graphql/execute.ts";
import type { MoreHeaders } from "../graphql/representations.ts";
import type { AddressOf, Connected } from "./address.ts";
import { createGuesses, type Guess } from "./guesses.ts";
import { createLimiter, type Limiter, refused } from "./limiter.ts";
import { createProcesses } from "./processes.ts";
import { createRateHeaders, rateHeaders } from "./rate_headers.ts";
import { requestIdOf } from "./request_id.ts";

export interface RateLimit {
  /**
   * Counts a request.
   * @returns what its answer tells of the limit; an answer, where it is over it; undefined where the other processes must be
   * heard first, and then nothing is counted
   */
  admit(
    request: Request,
    from: Connected | undefined,
    principal: Principal | undefined,
  ): Admitted | undefined;
  /** The same, once they were heard. */
  ask(request: Request, from: Connected | undefined, principal: Principal | undefined): Promise<Admitted>;
  /**
   * @returns what lets a token or a session be looked at, until as many of its address turned out wrong in a minute as it may ask;
   * then it rejects with HTTPException
   */
  guessOf(request: Request, from: Connected | undefined): Guess;
  /** @returns undefined where the principal's budget has no end */
  affordFor(principal: Principal): Afford | undefined;
  /** @returns the same for a page, which counts as a request once anything is executed for it */
  affordPage(request: Request, from: Connected | undefined, principal: Principal): Afford;
  readonly families: readonly Family[];
  /** Waits for what is being told to other processes. */
  settle(): Promise<void>;
}

export type Admitted = MoreHeaders | Response;

export interface RateLimitOptions {
  readonly requests: Allowances;
  readonly cost: Allowances;
  readonly addressOf: AddressOf;
  /** Whether addresses are told by proxies of ours. */
  readonly trustsProxy: boolean;
  /** What the processes share; undefined where each counts alone. */
  readonly store: CacheStore | undefined;
  readonly log: Log;
  /** Milliseconds of the wall clock. */
  readonly now?: () => number;
}

const policy = "requests";
const costPolicy = "cost";

export function createRateLimit(options: RateLimitOptions): RateLimit {
  const { requests, cost, addressOf, trustsProxy, store, log, now = Date.now } = options;
  const processes = createProcesses(store, now);
  const byRequest = createLimiter({ name: policy, store, processes, now });
  const byCost = createLimiter({ name: costPolicy, store, processes, now });
  const guesses = createGuesses(now);
  const headersOf = createRateHeaders(policy);
  const refusals = createTally(["limit"]);
  const warnOfProxy = trustsProxy ? () => {} : createProxyWarning(log);

  // A token with a limit of its own has it wherever it is used; all others share that of their address.
  const limitOf = (principal: Principal | undefined): number =>
    principal?.perMinute?.requests ?? allowanceOf(requests, principal?.scope.role);
  const keyOf = (request: Request, from: Connected | undefined, principal: Principal | undefined): string =>
    principal?.perMinute?.requests === undefined ? networkOf(addressOf(request, from)) : principal.name;

  const tooMany = (request: Request, key: string, limit: number, waitMs = byRequest.waitMs(key, limit)) => {
    refusals.add([policy]);
    warnOfProxy(request, key);
    return tooOften(limit, Math.max(1, Math.ceil(waitMs / 1000)));
  };
  const told = (request: Request, key: string, limit: number, left: number): Admitted => {
    if (left !== refused) return headersOf(limit, left);
    return refusalOf(tooMany(request, key, limit), requestIdOf(request), limit);
  };
  const affordFor = createBudgets(cost, byCost, () => refusals.add([costPolicy]));
  return {
    admit(request, from, principal) {
      const limit = limitOf(principal);
      if (limit === Infinity) return headersOf(limit, limit);
      const key = keyOf(request, from, principal);
      const left = byRequest.take(key, limit);
      return left === undefined ? undefined : told(request, key, limit, left);
    },
    async ask(request, from, principal) {
      const limit = limitOf(principal);
      if (limit === Infinity) return headersOf(limit, limit);
      const key = keyOf(request, from, principal);
      return told(request, key, limit, await byRequest.ask(key, limit));
    },
    guessOf(request, from) {
      const limit = limitOf(undefined);
      const key = networkOf(addressOf(request, from));
      return guesses.of(key, limit, (waitMs) => {
        const error = tooMany(request, key, limit, waitMs);
        return new HTTPException(429, { res: refusalOf(error, requestIdOf(request), limit) });
      });
    },
    affordFor,
    affordPage(request, from, principal) {
      const limit = limitOf(principal);
      const afford = affordFor(principal);
      const count = async () => {
        if (limit === Infinity) return undefined;
        const key = keyOf(request, from, principal);
        const isRefused = await byRequest.ask(key, limit) === refused;
        return isRefused ? tooMany(request, key, limit) : undefined;
      };
      let counting: ReturnType<typeof count> | undefined;
      return async (price) => await (counting ??= count()) ?? await afford?.(price);
    },
    families: familiesOf(refusals),
    async settle() {
      await Promise.all([byRequest.settle(), byCost.settle()]);
    },
  };
}

/**
 * @param onRefused told of each that is over its budget
 * @returns what gives everyone a budget for what is executed for them; undefined where it has no end
 */
function createBudgets(
  cost: Allowances,
  spent: Limiter,
  onRefused: () => void,
): (principal: Principal) => Afford | undefined {
  return ({ name, perMinute, scope }) => {
    const budget = perMinute?.cost ?? allowanceOf(cost, scope.role);
    if (budget === Infinity) return undefined;
    return async (price) => {
      const left = await spent.ask(name, budget, price);
      if (left !== refused) return undefined;
      onRefused();
      return tooDear(price, budget, spent.waitMs(name, budget, price));
    };
  };
}

/** Warns once, where many may have been taken for one. */
function createProxyWarning(log: Log): (request: Request, address: string) => void {
  let hasWarned = false;
  return ({ headers }, address) => {
    if (hasWarned || !headers.has("x-forwarded-for")) return;
    hasWarned = true;
    log.warn("requests come through a proxy and count as one address: set TRUST_PROXY", { address });
  };
}

function familiesOf(refusals: Tally): readonly Family[] {
  for (const limit of [policy, costPolicy]) refusals.add([limit], 0);
  return [{
    name: "laneway_rate_limited_total",
    help: "Requests refused by a limit: of requests from an address, or of the cost of what is executed",
    kind: "counter",
    read: refusals.read,
  }];
}

function tooOften(limit: number, seconds: number): GraphQLFormattedError {
  const message = `Cannot answer so many requests: ${limit} a minute are allowed; try again in ${seconds} s`;
  return laterError(message, "RATE_LIMITED", seconds);
}

/** @param waitMs for ever where the price alone is more than the budget */
function tooDear(price: number, budget: number, waitMs: number): GraphQLFormattedError {
  const seconds = waitMs === Infinity ? undefined : Math.ceil(waitMs / 1000);
  const advice = seconds === undefined ? "ask for less at once" : `try again in ${seconds} s`;
  const message =
    `Cannot execute this operation: it costs ${price}, more than is left of ${budget} a minute; ${advice}`;
  return laterError(message, "RATE_LIMITED", seconds);
}

function refusalOf(
  { message, extensions }: GraphQLFormattedError,
  requestId: string,
  limit: number,
): Response {
  const seconds = Number(extensions?.["retryAfterSeconds"]);
  const headers: MoreHeaders = [
    ["retry-after", String(seconds)],
    ["cache-control", "no-store"],
    ["x-request-id", requestId],
    ...rateHeaders(policy, limit, 0, seconds),
  ];
  const body = { errors: [{ message, extensions: { ...extensions, requestId } }] };
  return Response.json(body, { status: 429, headers: Object.fromEntries(headers) });
}
