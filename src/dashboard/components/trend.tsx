import type { ComponentChildren, JSX } from "preact";
import { texts } from "../texts.ts";
import type { Label, TrendChart } from "../trend.ts";
import { hrefOf, type Metric, metrics, type View } from "../view.ts";

interface TrendProps {
  readonly view: View;
  readonly chart: TrendChart;
  /** The chart's plot; what stands around it is drawn here. */
  readonly children: ComponentChildren;
}

/** One metric over time, as a chart and as a table. */
export function Trend({ view, chart, children }: TrendProps): JSX.Element {
  return (
    <section class="panel trend" id="trend" aria-label={texts.trend}>
      <div class="panel-head">
        <MetricLinks view={view} />
        <p class="quiet">{texts.units[chart.unit]}</p>
      </div>
      <div class="chart" dir="ltr">
        <ol class="chart-y" aria-hidden="true">{chart.ticks.map((tick) => <li key={tick}>{tick}</li>)}</ol>
        {children}
        <XAxis labels={chart.labels} />
      </div>
      <TrendTable chart={chart} metric={view.metric} />
    </section>
  );
}

function MetricLinks({ view }: { view: View }): JSX.Element {
  return (
    <nav class="tabs" aria-label={texts.metric}>
      {metrics.map((metric) => (
        // The fragment keeps the chart in sight on a phone, where it is below the figures.
        <a
          href={`${hrefOf({ ...view, metric })}#trend`}
          aria-current={metric === view.metric ? "true" : undefined}
        >
          {texts.metrics[metric]}
        </a>
      ))}
    </nav>
  );
}

function XAxis({ labels }: { labels: readonly Label[] }): JSX.Element {
  return (
    <svg class="chart-x" aria-hidden="true">
      {labels.map(({ text, at, rank }) => (
        <text class={`rank-${rank}`} x={`${(at * 100).toFixed(2)}%`} y="1em">{text}</text>
      ))}
    </svg>
  );
}

function TrendTable(
  { chart: { label, points }, metric }: { chart: TrendChart; metric: Metric },
): JSX.Element {
  return (
    <details class="twin">
      <summary>{texts.showAsTable}</summary>
      <table>
        <caption class="hidden">{label}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.when}</th>
            <th scope="col" class="number">{texts.metrics[metric]}</th>
          </tr>
        </thead>
        <tbody>
          {points.map(({ name, text, value }) => (
            <tr>
              <th scope="row">{name}</th>
              <td class="number">
                <data value={String(value)}>{text}</data>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
