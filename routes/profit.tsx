import { page } from "fresh";
import { Frame } from "../components/frame.tsx";
import { Profit } from "../components/profit.tsx";
import { define } from "../src/dashboard/define.ts";
import { headersOf, statusOf } from "../src/dashboard/load.ts";
import { loadProfit, profitExtras } from "../src/dashboard/profit/load.ts";
import { texts } from "../src/dashboard/texts.ts";

export const handlers = define.handlers({
  async GET({ state, url }) {
    const data = await loadProfit(state, url);
    return page(data, { status: statusOf(data.screen), headers: headersOf(data.screen) });
  },
});

export default define.page<typeof handlers>(function ProfitPage({ data, ...request }) {
  const { screen, group, sorting } = data;
  return (
    <Frame
      page="profit"
      title={texts.pages.profit}
      screen={screen}
      extras={profitExtras(group, sorting)}
      request={request}
    >
      {(loaded) => <Profit screen={loaded} group={group} sorting={sorting} />}
    </Frame>
  );
});
