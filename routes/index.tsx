import { page } from "fresh";
import { Frame } from "../components/frame.tsx";
import { Overview } from "../components/overview.tsx";
import { define } from "../src/dashboard/define.ts";
import { headersOf, statusOf } from "../src/dashboard/load.ts";
import { extrasOf, loadOverview } from "../src/dashboard/overview/load.ts";
import { texts } from "../src/dashboard/texts.ts";

export const handlers = define.handlers({
  async GET({ state, url }) {
    const data = await loadOverview(state, url);
    return page(data, { status: statusOf(data.screen), headers: headersOf(data.screen) });
  },
});

export default define.page<typeof handlers>(function OverviewPage({ data: { screen, metric }, ...request }) {
  return (
    <Frame
      page="overview"
      title={texts.pages.overview}
      screen={screen}
      extras={extrasOf(metric)}
      request={request}
    >
      {(loaded) => <Overview screen={loaded} metric={metric} />}
    </Frame>
  );
});
