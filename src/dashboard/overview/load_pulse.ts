/** What is going on, for those who ask again. */
import { loadPage, type Screen } from "../load.ts";
import type { PageState } from "../state.ts";
import type { OverviewQuery } from "../operation_types.ts";

export function loadPulse(
  state: PageState,
  url: URL,
): Promise<Screen<Pick<OverviewQuery, "realtimeMetrics">>> {
  return loadPage(state, url, ({ filter }) => ({ operation: "realtime", variables: { filter } }));
}
