import type { ComponentChildren, JSX } from "preact";
import { texts } from "../texts.ts";
import type { Label, TrendChart } from "../trend.ts";
import { CsvLink } from "./csv_link.tsx";
import { ShareLink } from "./share_link.tsx";

interface TrendProps {
  readonly chart: TrendChart;
  readonly csv?: string | undefined;
  /** Has it as a picture. */
  readonly picture?: JSX.Element | undefined;
  readonly share?: string | undefined;
  readonly canZoom: boolean;
  /** The chart's plot; what stands around it is drawn here. */
  readonly children: ComponentChildren;
}

/** One metric over time, as a chart and as a table. */
export function Trend({ chart, csv, picture, share, canZoom, children }: TrendProps): JSX.Element {
  return (
    <div class="trend">
      <div class="legend">
        <p>
          <span class="key now">{`${chart.name} ${texts.units[chart.unit]}`}</span>
          {chart.compares && <span class="key before">{texts.legendBefore}</span>}
          {chart.points.some((point) => point.partial) && (
            <span class="key partial">{texts.legendPartial}</span>
          )}
        </p>
        {canZoom && <p class="zoom-hint">{texts.zoomHint}</p>}
      </div>
      <div class="chart" dir="ltr">
        <YAxis ticks={chart.ticks} />
        {children}
        <XAxis labels={chart.labels} />
      </div>
      <div class="chart-foot">
        <TrendTable chart={chart} />
        <p class="chart-files">
          {picture}
          {share && <ShareLink href={share} name={chart.label} />}
          {csv && <CsvLink href={csv} name={chart.label} />}
        </p>
      </div>
    </div>
  );
}

/** From top to bottom, evenly; a single one stands at the bottom. */
export function YAxis({ ticks }: { ticks: readonly string[] }): JSX.Element {
  const steps = Math.max(1, ticks.length - 1);
  return (
    <ol class={`chart-y of-${steps}`} aria-hidden="true">
      {ticks.map((tick) => <li key={tick}>{tick}</li>)}
    </ol>
  );
}

/** Where the buckets stand. */
export function XAxis({ labels }: { labels: readonly Label[] }): JSX.Element {
  return (
    <svg class="chart-x" aria-hidden="true">
      {labels.map(({ text, at, rank }) => (
        <text class={`rank-${rank}`} x={`${(at * 100).toFixed(2)}%`} y="1em">{text}</text>
      ))}
    </svg>
  );
}

/** The same values as a table. */
export function TrendTable({ chart: { label, name, points, compares } }: { chart: TrendChart }): JSX.Element {
  return (
    <details class="twin">
      <summary>{texts.showAsTable}</summary>
      <table>
        <caption class="hidden">{label}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.when}</th>
            <th scope="col" class="number">{name}</th>
            {compares && <th scope="col">{texts.then}</th>}
            {compares && <th scope="col" class="number">{name}</th>}
          </tr>
        </thead>
        <tbody>
          {points.map((point) => (
            <tr
              key={point.name}
              data-from={point.from}
              data-to={point.to}
              data-partial={point.partial ? "" : undefined}
              data-before={point.before?.value ?? undefined}
            >
              <th scope="row">{point.name}</th>
              <td class="number">
                <data value={String(point.value ?? "")}>{point.text}</data>
              </td>
              {compares && <td>{point.before?.name}</td>}
              {compares && <td class="number">{point.before?.text}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
