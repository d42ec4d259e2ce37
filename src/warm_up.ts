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

export interface WarmUpOptions {
  readonly analytics: Analytics;
  readonly responder: Responder<LanewayCaller>;
  readonly auth: "required" | "open";
  readonly stopped: AbortSignal;
}

/**
 * Loads one view after the other, the default first, as its page does, until one has nothing to show. Each role has responses of
 * its own, which are made of the same answers: the first role's are most of the work.
 */
export async function warmUp({ auth, stopped, ...asked }: WarmUpOptions): Promise<void> {
  await pause(restMs, stopped);
  const roles: readonly UserRole[] = auth === "open" ? ["admin"] : userRoles.toReversed();
  const askers = roles.map((role) => askerOf(role, { ...asked, stopped }));
  for (const period of new Set([defaultPeriod, ...listedPeriods])) {
    const url = new URL(hrefOf("/", { ...defaultView, range: { period } }), "http://localhost");
    for (const asker of askers) {
      if (stopped.aborted) return;
      const { screen } = await loadOverview(asker, url);
      if (screen.kind !== "loaded") return;
    }
  }
}

function askerOf(
  role: UserRole,
  { analytics, responder, stopped }: Omit<WarmUpOptions, "auth">,
): Asker {
  const requestId = "warm-up";
  const principal: Principal = { name: requestId, scope: scopeOf(role) };
  const visitor = visitorOf(analytics, { requestId, scope: principal.scope });
  return { requestId, visitor: shownAs(principal), query: pageQuery(responder, visitor, stopped) };
}
