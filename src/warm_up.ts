/** Asks what the dashboard asks, so that its first visitors find answers. */
import type { Analytics } from "./analytics/analytics.ts";
import { type Principal, scopeOf, type UserRole, userRoles } from "./base/principal.ts";
import { loadScreen } from "./dashboard/load.ts";
import type { Asker } from "./dashboard/state.ts";
import { defaultView, hrefOf, listedPeriods } from "./dashboard/view.ts";
import { shownAs } from "./dashboard/visitor.ts";
import type { LanewayCaller } from "./graphql/context.ts";
import type { Responder } from "./graphql/responder.ts";
import { pageQuery, visitorOf } from "./http/visitor.ts";

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
  const roles: readonly UserRole[] = auth === "open" ? ["admin"] : userRoles.toReversed();
  const askers = roles.map((role) => askerOf(role, { ...asked, stopped }));
  for (const period of new Set([defaultView.period, ...listedPeriods])) {
    if (period === "custom") return;
    const url = new URL(hrefOf({ period, metric: "revenue" }), "http://localhost");
    for (const asker of askers) {
      if (stopped.aborted) return;
      const screen = await loadScreen(asker, url);
      if (screen.kind !== "overview") return;
    }
  }
}

function askerOf(
  role: UserRole,
  { analytics, responder, stopped }: Omit<WarmUpOptions, "auth">,
): Asker {
  const requestId = "warm-up";
  const principal: Principal = { name: requestId, scope: scopeOf(role) };
  const visitor = visitorOf(analytics, requestId, principal.scope);
  return { requestId, visitor: shownAs(principal), query: pageQuery(responder, visitor, stopped) };
}
