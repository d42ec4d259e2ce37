import type { JSX } from "preact";
import type { TrendBucket } from "../answers.ts";
import { TrendTable, XAxis, YAxis } from "../components/trend.tsx";
import { TrendPicture } from "../components/trend_picture.tsx";
import type { ChartPoint } from "../line.ts";
import { texts } from "../texts.ts";
import { trendChart } from "../trend.ts";
import type { EmbedLoaded } from "./load.ts";

interface EmbedTrendProps {
  readonly screen: EmbedLoaded;
  readonly buckets: readonly TrendBucket[];
}

const periods = { TODAY: "TODAY", WEEK: "MONTH", MONTH: "MONTH", QUARTER: "QUARTER", YEAR: "YEAR" } as const;

/** One metric over time, as a picture and as a table; a pointer that rests on a bucket is told its value. */
export function EmbedTrend({ screen, buckets }: EmbedTrendProps): JSX.Element {
  const { title, metric, range, formats, settings } = screen;
  const chart = trendChart({
    name: title,
    kind: metric === "orders" || metric === "customers" ? "count" : "money",
    buckets,
    range,
    period: periods[screen.period as keyof typeof periods] ?? "CUSTOM",
    shop: { formats, now: settings.now, timeZone: settings.timeZone },
  });
  if (chart.isEmpty) return <p class="none">{texts.nothingSold}</p>;
  const { points, scale, ticks, labels, compares, unit } = chart;
  return (
    <>
      <p class="legend">
        <span class="key now">{`${chart.name} ${texts.units[unit]}`}</span>
        {compares && <span class="key before">{texts.legendBefore}</span>}
        {points.some((point) => point.partial) && <span class="key partial">{texts.legendPartial}</span>}
      </p>
      <div class="chart" dir="ltr">
        <YAxis ticks={ticks} />
        <div class="chart-plot" role="img" aria-label={chart.label}>
          <TrendPicture points={points} scale={scale} />
          <Values points={points} />
        </div>
        <XAxis labels={labels} />
      </div>
      <TrendTable chart={chart} />
    </>
  );
}

/** What browsers show beside a pointer. */
function Values({ points }: { points: readonly ChartPoint[] }): JSX.Element {
  return (
    <svg
      class="chart-values"
      viewBox={`0 0 ${points.length} 1`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {points.map(({ name, text }, index) => (
        <rect key={index} x={index} width="1" height="1">
          <title>{`${name}: ${text}`}</title>
        </rect>
      ))}
    </svg>
  );
}
