import type { JSX } from "preact";
import { cautionsOf } from "../src/dashboard/cautions.ts";
import { Cautions } from "../src/dashboard/components/cautions.tsx";
import { DataTable } from "../src/dashboard/components/data_table.tsx";
import { FigureCard } from "../src/dashboard/components/figure_card.tsx";
import { FigureRow } from "../src/dashboard/components/figure_row.tsx";
import { Panel } from "../src/dashboard/components/panel.tsx";
import { PngButton } from "../src/dashboard/components/png_button.tsx";
import { QuietPeriod } from "../src/dashboard/components/quiet_period.tsx";
import { SourceMark } from "../src/dashboard/components/source_mark.tsx";
import type { Loaded } from "../src/dashboard/load.ts";
import type { ProfitQuery } from "../src/dashboard/operation_types.ts";
import { type MarginGroup, marginGroups } from "../src/dashboard/profit/answer.ts";
import { bridgeOf } from "../src/dashboard/profit/bridge.ts";
import { Bridge } from "../src/dashboard/profit/bridge_list.tsx";
import { profitFigures } from "../src/dashboard/profit/figures.ts";
import { profitChart, profitExtras, sortedMargins } from "../src/dashboard/profit/load.ts";
import { profitTexts } from "../src/dashboard/profit/texts.ts";
import { sortLinks } from "../src/dashboard/sorting.ts";
import type { Sorting } from "../src/dashboard/table.ts";
import { texts } from "../src/dashboard/texts.ts";
import { hrefOf } from "../src/dashboard/view.ts";
import { LiveTrend } from "./live_trend.tsx";

interface ProfitProps {
  readonly screen: Loaded<ProfitQuery>;
  readonly group: MarginGroup;
  readonly sorting: Sorting | undefined;
}

/** What is left of revenue, and where it comes from. */
export function Profit({ screen, group, sorting }: ProfitProps): JSX.Element {
  const { answer: { profitabilityMetrics: now }, shop, sources, view } = screen;
  const { formats, timeZone } = shop;
  const isQuiet = now.revenue === 0 && now.lineRevenue === 0 && now.cost === 0;
  const source = (
    <SourceMark name={profitTexts.bridge} source={sources.profitabilityMetrics} screen={screen} />
  );
  return (
    <>
      {isQuiet && <QuietPeriod screen={screen} path="/profit" />}
      <Cautions sentences={cautionsOf({ range: now.range, previous: now.previous?.range }, shop)} />
      <section class="panel headline" aria-label={profitTexts.figures}>
        <FigureRow>
          {profitFigures(now, formats, timeZone).map((figure) => (
            <FigureCard
              key={figure.name}
              figure={figure}
              source={<SourceMark name={figure.name} source={sources.profitabilityMetrics} screen={screen} />}
            />
          ))}
        </FigureRow>
      </section>
      <div class="columns">
        <Panel
          id="bridge"
          title={profitTexts.bridge}
          source={source}
          picture={!isQuiet && <PngButton name={profitTexts.bridge} />}
          csv={hrefOf("/csv/bridge", view)}
        >
          {isQuiet
            ? <p class="quiet">{texts.nothingSold}</p>
            : <Bridge steps={bridgeOf(now)} formats={formats} />}
          <p class="quiet small">{profitTexts.bridgeNote}</p>
        </Panel>
        <Panel
          id="trend"
          title={profitTexts.trend}
          source={<SourceMark name={profitTexts.trend} source={sources.profitTrend} screen={screen} />}
        >
          <LiveTrend
            chart={profitChart(screen)}
            path="/profit"
            view={view}
            extras={profitExtras(group, sorting)}
            csv={hrefOf("/csv/profit-trend", view)}
          />
        </Panel>
      </div>
      <Margins screen={screen} group={group} sorting={sorting} />
    </>
  );
}

function Margins({ screen, group, sorting }: ProfitProps): JSX.Element {
  const { shop: { formats }, sources, view } = screen;
  const shown = sortedMargins(screen, group, sorting);
  const links = sortLinks("/profit", view, shown.sorting, profitExtras(group, undefined));
  return (
    <Panel
      id="margins"
      title={profitTexts.margins}
      source={<SourceMark name={profitTexts.margins} source={sources.marginAnalysis} screen={screen} />}
      aside={group === "category" ? profitTexts.overlap : undefined}
      picture={shown.table.rows.length > 0 && <PngButton name={profitTexts.margins} />}
      csv={hrefOf("/csv/margins", view, profitExtras(group, sorting))}
    >
      <nav class="tabs" aria-label={profitTexts.by}>
        {marginGroups.map((other) => (
          <a
            key={other}
            href={`${hrefOf("/profit", view, profitExtras(other, undefined))}#margins`}
            aria-current={other === group ? "true" : undefined}
          >
            {profitTexts.groups[other]}
          </a>
        ))}
      </nav>
      {shown.table.rows.length === 0
        ? <p class="quiet">{texts.nothingSold}</p>
        : <DataTable table={shown.table} formats={formats} sort={links} />}
    </Panel>
  );
}
