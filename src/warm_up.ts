/** Asks what the dashboard asks, so that its first visitors find answers. */
import { loadOverview } from "./dashboard/overview/load.ts";
import { defaultPeriod, listedPeriods } from "./dashboard/range.ts";
import type { PageState } from "./dashboard/state.ts";
import { defaultView, hrefOf } from "./dashboard/view.ts";

/** Loads one view of the overview after the other, the default first, as its page does, until one has nothing to show. */
export async function warmUp(query: PageState["query"], stopped: AbortSignal): Promise<void> {
  const state = { requestId: "warm-up", graphiql: false, query };
  for (const period of new Set([defaultPeriod, ...listedPeriods])) {
    if (stopped.aborted) return;
    const href = hrefOf("/", { ...defaultView, range: { period } });
    const { screen } = await loadOverview(state, new URL(href, "http://localhost"));
    if (screen.kind !== "loaded") return;
  }
}
