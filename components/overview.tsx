import type { JSX } from "preact";
import LivePulse from "../islands/LivePulse.tsx";
import { cautionsOf } from "../src/dashboard/cautions.ts";
import { Cautions } from "../src/dashboard/components/cautions.tsx";
import { CsvLink } from "../src/dashboard/components/csv_link.tsx";
import { DataTable } from "../src/dashboard/components/data_table.tsx";
import { FigureCard } from "../src/dashboard/components/figure_card.tsx";
import { FigureRow } from "../src/dashboard/components/figure_row.tsx";
import { Panel } from "../src/dashboard/components/panel.tsx";
import { PngButton } from "../src/dashboard/components/png_button.tsx";
import { QuietPeriod } from "../src/dashboard/components/quiet_period.tsx";
import { SourceMark } from "../src/dashboard/components/source_mark.tsx";
import { Spark } from "../src/dashboard/components/spark.tsx";
import type { Loaded } from "../src/dashboard/load.ts";
import type { OverviewQuery } from "../src/dashboard/operation_types.ts";
import type { Metric } from "../src/dashboard/overview/answer.ts";
import { figuresOf } from "../src/dashboard/overview/figures.ts";
import { extrasOf, kindOf, overviewChart } from "../src/dashboard/overview/load.ts";
import { pulseOf } from "../src/dashboard/overview/pulse.ts";
import { categoriesTable, segmentsTable, topProductsTable } from "../src/dashboard/overview/tables.ts";
import { overviewTexts } from "../src/dashboard/overview/texts.ts";
import { shareHref } from "../src/dashboard/share/load.ts";
import { leastOf } from "../src/dashboard/source.ts";
import { texts } from "../src/dashboard/texts.ts";
import { valuesUntil } from "../src/dashboard/trend.ts";
import { hrefOf } from "../src/dashboard/view.ts";
import { LiveTrend } from "./live_trend.tsx";

interface OverviewProps {
  readonly screen: Loaded<OverviewQuery>;
  readonly metric: Metric;
}

/** The figures of a range, one of them over time, what sold and to whom. */
export function Overview({ screen, metric }: OverviewProps): JSX.Element {
  const { answer, shop, sources, view } = screen;
  const { range, previous, totalOrders, totalRevenue } = answer.salesOverview;
  return (
    <>
      {totalOrders === 0 && totalRevenue === 0 && <QuietPeriod screen={screen} path="/" />}
      <Cautions sentences={cautionsOf({ range, previous: previous?.range, orders: totalOrders }, shop)} />
      <Headline screen={screen} metric={metric} />
      <section class="panel live-strip" aria-labelledby="live">
        <div class="panel-title">
          <h2 id="live">{overviewTexts.live}</h2>
          <SourceMark name={overviewTexts.live} source={sources.realtimeMetrics} screen={screen} />
        </div>
        <p class="live-files">
          <PngButton name={overviewTexts.live} scope="filters" />
          <CsvLink href={hrefOf("/csv/minutes", view)} name={overviewTexts.live} />
        </p>
        <LivePulse first={pulseOf(answer.realtimeMetrics, shop.formats)} address={hrefOf("/pulse", view)} />
      </section>
      <div class="columns">
        <TopProducts screen={screen} />
        <Categories screen={screen} />
        <Segments screen={screen} />
      </div>
    </>
  );
}

/** The figures, each a link that has the chart below show it. */
function Headline({ screen, metric }: OverviewProps): JSX.Element {
  const { answer, shop, sources, view } = screen;
  const figures = figuresOf(answer.salesOverview, shop.formats, shop.timeZone);
  return (
    <section class="panel headline" id="trend" aria-label={overviewTexts.figures}>
      <FigureRow>
        {figures.map((figure) => (
          <FigureCard
            key={figure.metric}
            figure={figure}
            link={{
              // The fragment keeps the chart in sight on a phone.
              href: `${hrefOf("/", view, extrasOf(figure.metric))}#trend`,
              current: figure.metric === metric,
            }}
            source={
              <SourceMark
                name={figure.name}
                source={leastOf(
                  [sources.salesOverview, sources[figure.metric]].filter((one) => one !== undefined),
                )}
                screen={screen}
              />
            }
          >
            <Spark
              values={valuesUntil(shop.now, answer[figure.metric] ?? [])}
              write={shop.formats[kindOf(figure.metric)]}
            />
          </FigureCard>
        ))}
      </FigureRow>
      <LiveTrend
        chart={overviewChart(screen, metric)}
        path="/"
        view={view}
        extras={extrasOf(metric)}
        csv={hrefOf("/csv/trend", view, extrasOf(metric))}
        share={metric === "profit" ? undefined : shareHref(screen, "trend", extrasOf(metric))}
      />
    </section>
  );
}

function TopProducts({ screen }: { screen: Loaded<OverviewQuery> }): JSX.Element {
  const { shop: { formats }, sources, view } = screen;
  const table = topProductsTable(screen);
  return (
    <Panel
      id="products"
      title={overviewTexts.topProducts}
      source={<SourceMark name={overviewTexts.topProducts} source={sources.topProducts} screen={screen} />}
      more={{ href: hrefOf("/products", view), text: overviewTexts.allProducts }}
      picture={table.rows.length > 0 && <PngButton name={overviewTexts.topProducts} />}
      csv={hrefOf("/csv/top-products", view)}
      share={shareHref(screen, "top-products")}
    >
      {table.rows.length === 0
        ? <p class="quiet">{texts.nothingSold}</p>
        : <DataTable table={table} formats={formats} />}
    </Panel>
  );
}

function Categories({ screen }: { screen: Loaded<OverviewQuery> }): JSX.Element {
  const { shop: { formats }, sources, view } = screen;
  const { table, more } = categoriesTable(screen);
  return (
    <Panel
      id="categories"
      title={overviewTexts.categories}
      source={
        <SourceMark name={overviewTexts.categories} source={sources.categoryBreakdown} screen={screen} />
      }
      aside={table.rows.some((row) => (row.depth ?? 0) > 0) ? texts.withinParents : undefined}
      picture={table.rows.length > 0 && <PngButton name={overviewTexts.categories} />}
      csv={hrefOf("/csv/categories", view)}
      share={shareHref(screen, "categories")}
      class="tall"
    >
      {table.rows.length === 0
        ? <p class="quiet">{texts.nothingSold}</p>
        : <DataTable table={table} formats={formats} />}
      {more > 0 && <p class="quiet">{overviewTexts.moreCategories(formats.count(more))}</p>}
    </Panel>
  );
}

function Segments({ screen }: { screen: Loaded<OverviewQuery> }): JSX.Element {
  const { shop: { formats }, sources, view } = screen;
  const table = segmentsTable(screen);
  return (
    <Panel
      id="segments"
      title={overviewTexts.segments}
      source={<SourceMark name={overviewTexts.segments} source={sources.customerSegments} screen={screen} />}
      more={{ href: hrefOf("/customers", view), text: overviewTexts.allSegments }}
      picture={table.rows.length > 0 && <PngButton name={overviewTexts.segments} />}
      csv={hrefOf("/csv/segments", view)}
      share={shareHref(screen, "segments")}
    >
      {table.rows.length === 0
        ? <p class="quiet">{texts.nothingSold}</p>
        : <DataTable table={table} formats={formats} />}
    </Panel>
  );
}
