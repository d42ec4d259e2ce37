import type { JSX } from "preact";
import { DataTable } from "../components/data_table.tsx";
import { FigureCard } from "../components/figure_card.tsx";
import { FigureRow } from "../components/figure_row.tsx";
import { figuresOf } from "../overview/figures.ts";
import { overviewTexts } from "../overview/texts.ts";
import { freshnessOf } from "../source.ts";
import type { Table } from "../table.ts";
import { texts } from "../texts.ts";
import type { EmbedLoaded } from "./load.ts";
import { categoriesTable, productsTable, segmentsTable } from "./tables.ts";
import { embedTexts } from "./texts.ts";
import { EmbedTrend } from "./trend.tsx";

/** One chart, with what it covers and how fresh it is. */
export function EmbedFigures({ screen }: { screen: EmbedLoaded }): JSX.Element {
  const { title, range, filter, formats } = screen;
  return (
    <main>
      <header>
        <h1>{title}</h1>
        <p>
          {formats.range(range)}
          {filter !== undefined && (
            <>
              {" · "}
              <bdi>{filter}</bdi>
            </>
          )}
        </p>
      </header>
      <Chart screen={screen} />
      <Freshness screen={screen} />
    </main>
  );
}

function Chart({ screen }: { screen: EmbedLoaded }): JSX.Element {
  const { shown, formats, settings } = screen;
  switch (shown.chart) {
    case "overview": {
      const figures = figuresOf(shown.answer.salesOverview, formats, settings.timeZone);
      return (
        <FigureRow>{figures.map((figure) => <FigureCard key={figure.metric} figure={figure} />)}</FigureRow>
      );
    }
    case "trend":
      return <EmbedTrend screen={screen} buckets={shown.answer.salesTrends} />;
    case "top-products":
      return <Rows table={productsTable(shown.answer)} screen={screen} />;
    case "categories": {
      const { table, more } = categoriesTable(shown.answer);
      return (
        <>
          <Rows table={table} screen={screen} />
          {more > 0 && <p class="quiet">{overviewTexts.moreCategories(formats.count(more))}</p>}
        </>
      );
    }
    case "segments":
      return <Rows table={segmentsTable(shown.answer)} screen={screen} />;
  }
}

function Rows({ table, screen: { formats } }: { table: Table; screen: EmbedLoaded }): JSX.Element {
  if (table.rows.length === 0) return <p class="none">{texts.nothingSold}</p>;
  return <DataTable table={table} formats={formats} />;
}

/** Up to when everything is in the figures; more is said where that is long ago, or nothing newer can be had. */
function Freshness({ screen: { source, ageSeconds, formats } }: { screen: EmbedLoaded }): JSX.Element | null {
  if (!source) return null;
  const freshness = freshnessOf(ageSeconds);
  const moment = formats.moment(source.asOf);
  return (
    <p class={`fresh ${freshness}`}>
      {freshness !== "live" && <b>{embedTexts.late[freshness]}</b>}
      <span class="heard">{embedTexts.asOf(moment)}</span>
      <span class="unheard">{`${embedTexts.unheard} ${moment}`}</span>
    </p>
  );
}
