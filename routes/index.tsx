import { page } from "fresh";
import { Head } from "fresh/runtime";
import TrendChart from "../islands/TrendChart.tsx";
import { Categories } from "../src/dashboard/components/categories.tsx";
import { EmptyShop } from "../src/dashboard/components/empty_shop.tsx";
import { Figures } from "../src/dashboard/components/figures.tsx";
import { Footer } from "../src/dashboard/components/footer.tsx";
import { Header } from "../src/dashboard/components/header.tsx";
import { NoFigures } from "../src/dashboard/components/no_figures.tsx";
import { OverviewHead, QuietPeriod } from "../src/dashboard/components/overview_head.tsx";
import { Products } from "../src/dashboard/components/products.tsx";
import { Trend } from "../src/dashboard/components/trend.tsx";
import { TrendPicture } from "../src/dashboard/components/trend_picture.tsx";
import { define } from "../src/dashboard/define.ts";
import { figuresOf } from "../src/dashboard/figures.ts";
import { headersOf, loadScreen, type OverviewScreen, statusOf } from "../src/dashboard/load.ts";
import { texts } from "../src/dashboard/texts.ts";
import { trendChart } from "../src/dashboard/trend.ts";

export const handlers = define.handlers({
  async GET({ state, url }) {
    const screen = await loadScreen(state, url);
    return page(screen, { status: statusOf(screen), headers: headersOf(screen) });
  },
});

export default define.page<typeof handlers>(function OverviewPage({ data: screen, url, state }) {
  const shown = screen.kind === "overview" ? screen : undefined;
  return (
    <>
      <Head>
        <title>{texts.titleOf(texts.overview)}</title>
      </Head>
      <Header shop={shown?.shop} source={shown?.source} />
      <main>
        {screen.kind === "overview" && <Overview screen={screen} />}
        {screen.kind === "notice" && <NoFigures screen={screen} url={url} />}
        {screen.kind === "empty" && <EmptyShop />}
      </main>
      <Footer graphiql={state.graphiql} />
    </>
  );
});

function Overview({ screen }: { screen: OverviewScreen }) {
  const { overview, shop: { formats, timeZone }, view } = screen;
  const chart = trendChart(screen);
  return (
    <>
      <OverviewHead screen={screen} />
      <QuietPeriod screen={screen} />
      <Figures figures={figuresOf(overview.salesOverview, formats, timeZone)} />
      <Trend view={view} chart={chart}>
        <TrendChart
          label={chart.label}
          liveKind={texts.chart}
          liveHint={texts.chartKeys}
          points={chart.points}
          extent={{ bottom: chart.scale.bottom, top: chart.scale.top }}
        >
          <TrendPicture points={chart.points} scale={chart.scale} />
        </TrendChart>
      </Trend>
      <div class="breakdowns">
        <Products products={overview.topProducts} formats={formats} />
        <Categories categories={overview.categoryBreakdown} formats={formats} />
      </div>
    </>
  );
}
