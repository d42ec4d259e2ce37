/** Draws a trend with uPlot; loaded only where a chart is seen. Axes and grid are the page's, so nothing shifts. */
import uPlot from "uplot";
import { type ChartPoint, dots, type Extent, lineBefore, splitLine } from "./line.ts";
import { sparksBeside } from "./read_sparks.ts";

export interface Trend {
  readonly points: readonly ChartPoint[];
  readonly extent: Extent;
}

/** What the drawing tells of. */
export interface TrendListener {
  /** The point under the cursor; null for none. */
  readonly onRead: (index: number | null) => void;
  /** The points that a drag went over, both included; undefined where nothing can be chosen. */
  readonly onChoose: ((first: number, last: number) => void) | undefined;
}

export interface TrendDrawing {
  /** Draws other values; the cursor stays. */
  update(trend: Trend): void;
  /** Puts the cursor on a point; null takes it away. */
  show(index: number | null): void;
  /** Marks the points from one to another as chosen; null marks none. */
  mark(span: readonly [number, number] | null): void;
  destroy(): void;
}

/** Pixels that the canvas reaches past the plot on every side, for dots and lines at its very edge; see `.chart-canvas`. */
const overhang = 8;
/** Pixels that a pointer moves at least before it drags. */
const leastDrag = 8;

/**
 * @param holder is filled, and keeps being filled when its size changes; its style gives the colours: `stroke` the line's,
 * `fill` the area's, `color` the inside of a hollow dot, `caret-color` the line's that is compared with
 */
export function drawTrend(
  holder: HTMLElement,
  first: Trend,
  { onRead, onChoose }: TrendListener,
): TrendDrawing {
  const style = getComputedStyle(holder);
  let trend = first;
  const show = (index: number | null) =>
    plot.setCursor({ left: index === null ? -10 : placeOf(plot, index), top: 0 });
  const sparks = sparksBeside(holder, show);
  const plot = new uPlot(
    {
      width: holder.clientWidth,
      height: holder.clientHeight,
      padding: [overhang, overhang, overhang, overhang],
      legend: { show: false },
      axes: [{ show: false }, { show: false }],
      scales: {
        // By bucket rather than by time: months differ in length and stand evenly.
        x: { time: false, range: () => [-0.5, trend.points.length - 0.5] },
        y: { range: () => [trend.extent.bottom, trend.extent.top] },
      },
      series: [{}, ...seriesOf(() => trend.points, style)],
      cursor: {
        y: false,
        points: { size: 10, width: 0, fill: (_, series) => series === 1 ? style.caretColor : style.stroke },
        drag: { x: onChoose !== undefined, y: false, setScale: false, dist: leastDrag },
        move: (chart, left, top) => [left < 0 ? left : placeOf(chart, chart.posToIdx(left)), top],
      },
      hooks: {
        setCursor: [(chart) => {
          const index = chart.cursor.idx ?? null;
          sparks.read(index, trend.points);
          onRead(index);
        }],
        setSelect: [(chart) => {
          const { left, width } = chart.select;
          if (width >= leastDrag && chart.cursor.event) {
            onChoose?.(chart.posToIdx(left), chart.posToIdx(left + width));
          }
        }],
      },
    },
    dataOf(first),
    holder,
  );
  const unfollow = follow(holder, plot);
  return {
    update(next) {
      trend = next;
      plot.setData(dataOf(next));
      sparks.read(plot.cursor.idx ?? null, next.points);
    },
    show,
    mark: (span) => plot.setSelect({ ...boxOf(plot, span), top: 0, height: plot.over.clientHeight }, false),
    destroy: () => {
      unfollow();
      sparks.stop();
      plot.destroy();
    },
  };
}

function dataOf({ points }: Trend): uPlot.AlignedData {
  const { solid, dashed } = splitLine(points);
  const all = points.map((point) => point.value);
  return [points.map((_, index) => index), [...lineBefore(points)], all, [...dashed], [...solid], all];
}

/** @param style live: it follows light and dark, and is read at each drawing */
function seriesOf(points: () => readonly ChartPoint[], style: CSSStyleDeclaration): uPlot.Series[] {
  const stroke = () => style.stroke;
  const noPoints = { show: false };
  return [
    { stroke: () => style.caretColor, width: 1.5, dash: [5, 4], points: noPoints },
    { width: 0, fill: () => style.fill, fillTo: 0, points: noPoints },
    { stroke, width: 2, dash: [2, 5], cap: "round", points: noPoints },
    { stroke, width: 2, cap: "round", points: noPoints },
    {
      stroke,
      paths: () => null,
      points: {
        show: true,
        filter: () => dots(points()),
        size: 10,
        width: 2,
        stroke,
        fill: dotFill(points, style),
      },
    },
  ];
}

/** A bucket that stands alone is a full dot; the dots of partial buckets are hollow. */
function dotFill(points: () => readonly ChartPoint[], style: CSSStyleDeclaration): () => string {
  return () => points().some((point) => point.partial) ? style.color : style.stroke;
}

function placeOf(chart: uPlot, index: number): number {
  return chart.valToPos(index, "x");
}

function boxOf(chart: uPlot, span: readonly [number, number] | null): { left: number; width: number } {
  if (span === null) return { left: 0, width: 0 };
  const [left, right] = [placeOf(chart, Math.min(...span)), placeOf(chart, Math.max(...span))];
  return { left, width: Math.max(2, right - left) };
}

/** Has the chart follow its holder's size, the colour scheme, and a finger as it does the mouse. */
function follow(holder: HTMLElement, plot: uPlot): () => void {
  const resized = new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = holder;
    if (width > 0 && (width !== plot.width || height !== plot.height)) plot.setSize({ width, height });
  });
  resized.observe(holder);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const redraw = () => plot.redraw(false);
  dark.addEventListener("change", redraw);
  const touched = ({ pointerType, clientX }: PointerEvent) => {
    if (pointerType === "touch") plot.setCursor({ left: clientX - plot.rect.left, top: 0 });
  };
  plot.over.addEventListener("pointermove", touched);
  return () => {
    resized.disconnect();
    dark.removeEventListener("change", redraw);
  };
}
