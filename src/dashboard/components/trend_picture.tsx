import type { JSX } from "preact";
import { type ChartPoint, dots, lineBefore, splitLine, type Values } from "../line.ts";
import type { Scale } from "../scale.ts";

/** Units of the drawing that a bucket is wide, and that the chart is high: fine enough to need no decimals. */
const [bucketWidth, height] = [10, 1000];

/** A trend's grid and line, as a picture that is complete without a script. It takes the size it is given. */
export function TrendPicture(
  { points, scale }: { points: readonly ChartPoint[]; scale: Scale },
): JSX.Element {
  const y = (value: number) => Math.round((scale.top - value) / (scale.top - scale.bottom) * height);
  const x = (index: number) => (index + 0.5) * bucketWidth;
  const { solid, dashed } = splitLine(points);
  return (
    <>
      <svg class="chart-grid" aria-hidden="true">
        {scale.ticks.map((tick) => {
          const at = `${y(tick) / height * 100}%`;
          return (
            <line key={tick} class={tick === 0 ? "chart-zero" : undefined} x1="0" x2="100%" y1={at} y2={at} />
          );
        })}
      </svg>
      <svg
        class="chart-line"
        viewBox={`0 0 ${points.length * bucketWidth} ${height}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <path class="chart-before" d={linePath(lineBefore(points), x, y)} />
        {points.length > 1 && <path class="chart-area" d={areaPath(points, x, y)} />}
        <path class="chart-dashed" d={linePath(dashed, x, y)} />
        <path class="chart-solid" d={linePath(solid, x, y)} />
        {dots(points).map((index) => {
          // A line of no length with round ends is a dot, and stays one however the picture is stretched.
          const dot = `M${x(index)} ${y(points[index]?.value ?? 0)}h0`;
          return (
            <>
              <path class="chart-dot" d={dot} />
              {points[index]?.partial && <path class="chart-hole" d={dot} />}
            </>
          );
        })}
      </svg>
    </>
  );
}

type Coordinate = (value: number) => number;

function linePath(values: Values, x: Coordinate, y: Coordinate): string {
  return values.map((value, index) => {
    if (value === null) return "";
    return `${(values[index - 1] ?? null) === null ? "M" : "L"}${x(index)} ${y(value)}`;
  }).join("");
}

/** One area for each stretch of values without a gap. */
function areaPath(points: readonly ChartPoint[], x: Coordinate, y: Coordinate): string {
  const values = points.map((point) => point.value);
  const drawn = (index: number) => (values[index] ?? null) !== null;
  return values.map((value, index) => {
    if (value === null) return "";
    const start = drawn(index - 1) ? "" : `M${x(index)} ${y(0)}`;
    const end = drawn(index + 1) ? "" : `L${x(index)} ${y(0)}Z`;
    return `${start}L${x(index)} ${y(value)}${end}`;
  }).join("");
}
