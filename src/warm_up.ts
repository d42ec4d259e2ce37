/** Asks what the dashboard asks, so that its first visitors find answers. */
import type { Analytics } from "./analytics/analytics.ts";
import { pause } from "./base/stop.ts";
import { type Principal, scopeOf, type UserRole, userRoles } from "./base/scope.ts";
import { loadOverview } from "./dashboard/overview/load.ts";
import { defaultPeriod, listedPeriods } from "./dashboard/range.ts";
import type { Asker } from "./dashboard/state.ts";
import { defaultView, hrefOf } from "./dashboard/view.ts";
import { shownAs } from "./dashboard/visitor.ts";
import type { LanewayCaller } from "./graphql/context.ts";
import type { Responder } from "./graphql/responder.ts";
import { pageQuery, visitorOf } from "./http/visitor.ts";

// Whoever a process was started for is answered first: the warm-up would take a quarter of the time until then.
const restMs = 300;
// Aggregates take minutes to be built for the first time. What is asked meanwhile reads the orders, as their build does: seldom.
const againMs = 30_000;
const mostRests = 20;

export interface WarmUpOptions {
  readonly analytics: Analytics;
  readonly responder: Responder<LanewayCaller>;
  readonly auth: "required" | "open";
  readonly stopped: AbortSignal;
  /** Resolves after `ms`, or once `signal` aborts. */
  readonly rest?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Loads one view after the other, the default first, as its page does, until one has nothing to show. One that fails is tried
 * again, for ten minutes in all. Each role has responses of its own, which are made of the same answers: the first role's are most of the
 * work.
 */
export async function warmUp({ auth, stopped, rest = pause, ...asked }: WarmUpOptions): Promise<void> {
  await rest(restMs, stopped);
  const roles: readonly UserRole[] = auth === "open" ? ["admin"] : userRoles.toReversed();
  const askers = roles.map((role) => askerOf(role, { ...asked, stopped }));
  let rests = 1;
  for (const period of new Set([defaultPeriod, ...listedPeriods])) {
    const url = new URL(hrefOf("/", { ...defaultView, range: { period } }), "http://localhost");
    for (const asker of askers) {
      for (;; rests++) {
        if (stopped.aborted) return;
        const { screen } = await loadOverview(asker, url);
        if (screen.kind === "loaded") break;
        if (screen.kind === "empty" || !screen.retry || rests === mostRests) return;
        await rest(againMs, stopped);
      }
    }
  }
}

function askerOf(
  role: UserRole,
  { analytics, responder, stopped }: Omit<WarmUpOptions, "auth" | "rest">,
): Asker {
  const requestId = "warm-up";
  const principal: Principal = { name: requestId, scope: scopeOf(role) };
  const visitor = visitorOf(analytics, { requestId, scope: principal.scope });
  return { requestId, visitor: shownAs(principal), query: pageQuery(responder, visitor, stopped) };
}
