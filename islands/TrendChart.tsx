import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { TrendDrawing } from "../src/dashboard/draw_trend.ts";
import type { ChartPoint, Extent } from "../src/dashboard/line.ts";
import { indexAfter } from "../src/dashboard/step.ts";
import { whenSeen } from "../src/dashboard/when_seen.ts";

interface TrendChartProps {
  /** What the chart shows. */
  readonly label: string;
  /** What it is and how its values are read, once it is live. */
  readonly liveKind: string;
  readonly liveHint: string;
  readonly points: readonly ChartPoint[];
  readonly extent: Extent;
  /** The same chart as a picture, shown until the live one is drawn. */
  readonly children: ComponentChildren;
}

/** A trend that can be read value by value, with a pointer or the arrow keys. */
export default function TrendChart(props: TrendChartProps): JSX.Element {
  const { label, liveKind, liveHint, points, extent, children } = props;
  const canvas = useRef<HTMLDivElement>(null);
  const drawing = useRef<TrendDrawing | null>(null);
  const live = useSignal(false);
  const read = useSignal<number | null>(null);
  const said = useSignal("");

  useEffect(() => {
    const holder = canvas.current;
    if (holder === null) return;
    const stop = whenSeen(holder, async () => {
      const { drawTrend } = await import("../src/dashboard/draw_trend.ts");
      drawing.current = drawTrend(holder, { points, extent }, (index) => read.value = index);
      live.value = true;
    });
    return () => {
      stop();
      drawing.current?.destroy();
    };
  }, []);

  const show = (index: number | null) => {
    read.value = index;
    drawing.current?.show(index);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const index = indexAfter(event.key, read.value, points.length);
    if (index === undefined) return;
    event.preventDefault();
    show(index);
    const point = points[index ?? -1];
    said.value = point ? `${point.name}: ${point.text}` : "";
  };

  const attributes = live.value
    ? {
      role: "application",
      "aria-roledescription": liveKind,
      "aria-label": `${label}. ${liveHint}`,
      tabIndex: 0,
      onKeyDown,
      onBlur: () => show(null),
    } as const
    : { role: "img", "aria-label": label } as const;
  return (
    <div class={live.value ? "chart-plot live" : "chart-plot"} {...attributes}>
      {children}
      <div class="chart-canvas" ref={canvas} />
      <Readout points={points} index={read.value} />
      <p class="hidden" role="status">{said}</p>
    </div>
  );
}

/** Above the plot at the value's place, and never past the plot's ends. */
function Readout(
  { points, index }: { points: readonly ChartPoint[]; index: number | null },
): JSX.Element | null {
  const point = points[index ?? -1];
  if (index === null || point === undefined) return null;
  const at = `${(index + 0.5) / points.length * 100}%`;
  return (
    <p class="readout" aria-hidden="true" style={{ left: at, transform: `translateX(-${at})` }}>
      {point.name} <b>{point.text}</b>
    </p>
  );
}
