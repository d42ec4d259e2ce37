import type { JSX } from "preact";
import TrendChart from "../islands/TrendChart.tsx";
import { PngButton } from "../src/dashboard/components/png_button.tsx";
import { Trend } from "../src/dashboard/components/trend.tsx";
import { TrendPicture } from "../src/dashboard/components/trend_picture.tsx";
import { texts } from "../src/dashboard/texts.ts";
import type { TrendChart as Chart } from "../src/dashboard/trend.ts";
import { type Extras, parametersOf, type View } from "../src/dashboard/view.ts";

interface LiveTrendProps {
  readonly chart: Chart;
  readonly path: string;
  readonly view: View;
  readonly extras?: Extras;
  /** Where its values are had as CSV. */
  readonly csv?: string | undefined;
  /** Where it is shared. */
  readonly share?: string | undefined;
}

/** A trend with its axes, its picture without a script, and its table; narrowed by dragging, unless by hours already. */
export function LiveTrend({ chart, path, view, extras = {}, csv, share }: LiveTrendProps): JSX.Element {
  const { label, points, scale, unit } = chart;
  if (chart.isEmpty) {
    return (
      <Trend chart={chart} csv={csv} share={share} canZoom={false}>
        <div class="chart-plot" role="img" aria-label={`${label}. ${texts.nothingSold}`}>
          <TrendPicture points={[]} scale={scale} />
          <p class="chart-none">{texts.nothingSold}</p>
        </div>
      </Trend>
    );
  }
  const zoom = unit === "hour" ? undefined : zoomAddress(path, view, extras);
  return (
    <Trend
      chart={chart}
      csv={csv}
      share={share}
      picture={<PngButton name={label} />}
      canZoom={zoom !== undefined}
    >
      <TrendChart
        label={label}
        liveKind={texts.chart}
        liveHint={zoom === undefined ? texts.chartKeys : `${texts.chartKeys} ${texts.chartZoomKeys}`}
        scale={`${scale.bottom} ${scale.top}`}
        zoom={zoom}
      >
        <TrendPicture points={points} scale={scale} />
      </TrendChart>
    </Trend>
  );
}

/** @returns the address of the page for a custom range that is yet to be added */
function zoomAddress(path: string, view: View, extras: Extras): string {
  const parameters = parametersOf({ ...view, range: { period: "30d" } }, extras);
  parameters.set("period", "custom");
  return `${path}?${parameters}`;
}
