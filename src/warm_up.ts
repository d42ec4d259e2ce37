/** Asks what the dashboard asks, so that its first visitors find answers. */
import { loadScreen } from "./dashboard/load.ts";
import type { PageState } from "./dashboard/state.ts";
import { defaultView, hrefOf, listedPeriods } from "./dashboard/view.ts";

/** Loads one view after the other, the default first, as its page does, until one has nothing to show. */
export async function warmUp(query: PageState["query"], stopped: AbortSignal): Promise<void> {
  const state = { requestId: "warm-up", graphiql: false, query };
  for (const period of new Set([defaultView.period, ...listedPeriods])) {
    if (stopped.aborted || period === "custom") return;
    const screen = await loadScreen(
      state,
      new URL(hrefOf({ period, metric: "revenue" }), "http://localhost"),
    );
    if (screen.kind !== "overview") return;
  }
}
