import type { JSX } from "preact";
import HeatReader from "../islands/HeatReader.tsx";
import { cautionsOf } from "../src/dashboard/cautions.ts";
import { Cautions } from "../src/dashboard/components/cautions.tsx";
import { DataTable } from "../src/dashboard/components/data_table.tsx";
import { FigureCard } from "../src/dashboard/components/figure_card.tsx";
import { FigureRow } from "../src/dashboard/components/figure_row.tsx";
import { Panel } from "../src/dashboard/components/panel.tsx";
import { PngButton } from "../src/dashboard/components/png_button.tsx";
import { QuietPeriod } from "../src/dashboard/components/quiet_period.tsx";
import { SourceMark } from "../src/dashboard/components/source_mark.tsx";
import type { CustomersQuery } from "../src/dashboard/operation_types.ts";
import { retentionFigures } from "../src/dashboard/customers/figures.ts";
import { cohortHeat, rfmHeat } from "../src/dashboard/customers/heat.ts";
import { HeatTable } from "../src/dashboard/customers/heat_table.tsx";
import { LifetimeHistogram } from "../src/dashboard/customers/histogram.tsx";
import { customersChart } from "../src/dashboard/customers/load.ts";
import { CustomerMix } from "../src/dashboard/customers/mix.tsx";
import { groupsTable, segmentsTable, spreadTable } from "../src/dashboard/customers/tables.ts";
import { customerTexts } from "../src/dashboard/customers/texts.ts";
import type { Loaded } from "../src/dashboard/load.ts";
import { shareHref } from "../src/dashboard/share/load.ts";
import { texts } from "../src/dashboard/texts.ts";
import { hrefOf } from "../src/dashboard/view.ts";
import { LiveTrend } from "./live_trend.tsx";

interface PartProps {
  readonly screen: Loaded<CustomersQuery>;
}

/** Who bought, who came back, and what they are worth. */
export function Customers({ screen }: PartProps): JSX.Element {
  const { answer: { customerRetention: retention }, shop, view } = screen;
  const compares = view.comparison !== "none" && view.range.period !== "all";
  const previous = compares ? retention.previousRange : null;
  return (
    <>
      {retention.customers === 0 && <QuietPeriod screen={screen} path="/customers" />}
      <Cautions sentences={cautionsOf({ range: retention.range, previous }, shop)} />
      <Headline screen={screen} compares={compares} />
      <div class="columns lopsided">
        <Mix screen={screen} />
        <Segments screen={screen} />
      </div>
      <Cohorts screen={screen} />
      <Spread screen={screen} />
      <div class="columns">
        <Rfm screen={screen} />
        <Groups screen={screen} />
      </div>
    </>
  );
}

function Headline({ screen, compares }: PartProps & { compares: boolean }): JSX.Element {
  const { answer, shop: { formats, timeZone }, sources, view } = screen;
  return (
    <section class="panel headline" id="trend" aria-label={customerTexts.figures}>
      <FigureRow>
        {retentionFigures(answer.customerRetention, compares, formats, timeZone).map((figure) => (
          <FigureCard
            key={figure.name}
            figure={figure}
            source={<SourceMark name={figure.name} source={sources.customerRetention} screen={screen} />}
          />
        ))}
      </FigureRow>
      <LiveTrend
        chart={customersChart(screen)}
        path="/customers"
        view={view}
        csv={hrefOf("/csv/customers-trend", view)}
        share={shareHref(screen, "trend", { metric: "customers" })}
      />
    </section>
  );
}

function Mix({ screen }: PartProps): JSX.Element {
  const { answer, margins, shop: { formats }, sources, view } = screen;
  return (
    <Panel
      id="mix"
      title={customerTexts.mix}
      source={<SourceMark name={customerTexts.mix} source={sources.customerRetention} screen={screen} />}
      more={margins ? { href: hrefOf("/customers/list", view), text: customerTexts.list } : undefined}
      picture={answer.customerRetention.customers > 0 && <PngButton name={customerTexts.mix} />}
      csv={hrefOf("/csv/customers-mix", view)}
    >
      {answer.customerRetention.customers === 0
        ? <p class="quiet">{texts.nothingSold}</p>
        : <CustomerMix retention={answer.customerRetention} formats={formats} />}
      <p class="quiet small">{customerTexts.mixNote}</p>
    </Panel>
  );
}

function Segments({ screen }: PartProps): JSX.Element {
  const { shop: { formats }, sources, view } = screen;
  const table = segmentsTable(screen);
  return (
    <Panel
      id="segments"
      title={customerTexts.segments}
      aside={customerTexts.segmentsNote}
      source={<SourceMark name={customerTexts.segments} source={sources.customerSegments} screen={screen} />}
      picture={table.rows.length > 0 && <PngButton name={customerTexts.segments} />}
      csv={hrefOf("/csv/customer-segments", view)}
    >
      {table.rows.length === 0
        ? <p class="quiet">{texts.nothingSold}</p>
        : <DataTable table={table} formats={formats} />}
    </Panel>
  );
}

function Cohorts({ screen }: PartProps): JSX.Element {
  const { answer, shop: { formats }, sources, view } = screen;
  return (
    <Panel
      id="cohorts"
      title={customerTexts.cohorts}
      aside={`${customerTexts.cohortsNote} ${texts.unfilteredHere}`}
      source={<SourceMark name={customerTexts.cohorts} source={sources.cohortRetention} screen={screen} />}
      picture={<PngButton name={customerTexts.cohorts} scope="everything" />}
      csv={hrefOf("/csv/cohorts", view)}
    >
      <HeatReader hint={customerTexts.readHint}>
        <HeatTable heat={cohortHeat(answer.cohortRetention.cohorts, formats)} label={customerTexts.cohorts} />
      </HeatReader>
    </Panel>
  );
}

function Spread({ screen }: PartProps): JSX.Element {
  const { answer: { lifetimeDistribution: { averageValue, buckets } }, shop: { formats }, sources, view } =
    screen;
  const table = spreadTable(screen);
  return (
    <Panel
      id="spread"
      title={customerTexts.spread}
      aside={averageValue === null
        ? undefined
        : `${customerTexts.spreadNote(formats.money(averageValue))} ${texts.unfilteredHere}`}
      source={
        <SourceMark name={customerTexts.spread} source={sources.lifetimeDistribution} screen={screen} />
      }
      csv={hrefOf("/csv/lifetime-spread", view)}
      picture={buckets.length > 0 && <PngButton name={customerTexts.spread} scope="everything" />}
    >
      {buckets.length === 0 ? <p class="quiet">{customerTexts.nobody}</p> : (
        <>
          <LifetimeHistogram buckets={buckets} formats={formats} />
          <div class="chart-foot">
            <details class="twin">
              <summary>{texts.showAsTable}</summary>
              <DataTable table={table} formats={formats} />
            </details>
          </div>
        </>
      )}
    </Panel>
  );
}

function Rfm({ screen }: PartProps): JSX.Element {
  const { answer, shop: { formats }, sources, view } = screen;
  return (
    <Panel
      id="rfm"
      title={customerTexts.rfm}
      aside={customerTexts.rfmNote}
      source={<SourceMark name={customerTexts.rfm} source={sources.rfmSegments} screen={screen} />}
      picture={<PngButton name={customerTexts.rfm} scope="everything" />}
      csv={hrefOf("/csv/rfm", view)}
    >
      <HeatReader hint={customerTexts.readHint}>
        <HeatTable heat={rfmHeat(answer.rfmSegments.cells, formats)} label={customerTexts.rfm} isSquare />
      </HeatReader>
    </Panel>
  );
}

function Groups({ screen }: PartProps): JSX.Element {
  const { shop: { formats }, sources, view } = screen;
  return (
    <Panel
      id="groups"
      title={customerTexts.groups}
      aside={customerTexts.groupsNote}
      source={<SourceMark name={customerTexts.groups} source={sources.rfmSegments} screen={screen} />}
      picture={<PngButton name={customerTexts.groups} scope="everything" />}
      csv={hrefOf("/csv/lifetime", view)}
    >
      <DataTable table={groupsTable(screen)} formats={formats} />
    </Panel>
  );
}
