import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import type { ChartPoint } from "../src/dashboard/line.ts";
import { type Reading, readNext } from "../src/dashboard/step.ts";
import { useDrawing } from "../src/dashboard/use_drawing.ts";

interface TrendChartProps {
  /** What the chart shows. */
  readonly label: string;
  /** What it is and how its values are read, once it is live. */
  readonly liveKind: string;
  readonly liveHint: string;
  /** What the vertical one spans: its bottom and its top. */
  readonly scale: string;
  /** Where a chosen range is shown: an address that lacks `from` and `to`. Without it, none can be chosen. */
  readonly zoom?: string | undefined;
  /** The same chart as a picture, shown until the live one is drawn. */
  readonly children: ComponentChildren;
}

/**
 * A trend that can be read value by value, with a pointer or the arrow keys, and narrowed to a part of it. Its values are those
 * of the table that follows it.
 */
export default function TrendChart(props: TrendChartProps): JSX.Element {
  const { label, liveKind, liveHint, scale, zoom, children } = props;
  const live = useSignal(false);
  const read = useSignal<Reading | null>(null);
  const said = useSignal("");

  const choose = (one: number, other: number) => {
    const [first, last] = [one, other].sort((a, b) => a - b).map((index) => points.value[index]);
    if (zoom && first && last) location.assign(`${zoom}&from=${first.from}&to=${last.to}`);
  };
  const { plot, canvas, drawing, points } = useDrawing({
    onRead: (index) => read.value = index === null ? null : { index, anchor: read.value?.anchor ?? null },
    onChoose: zoom === undefined ? undefined : choose,
  }, () => live.value = true);

  const show = (next: Reading | null) => {
    read.value = next;
    drawing.current?.show(next?.index ?? null);
    drawing.current?.mark(zoom && next && next.anchor !== null ? [next.anchor, next.index] : null);
    read.value = next;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { value } = read;
    if (event.key === "Enter" && value && value.anchor !== null) return choose(value.anchor, value.index);
    const next = readNext(event, value, points.value.length);
    if (next === undefined) return;
    event.preventDefault();
    show(next);
    const point = points.value[next?.index ?? -1];
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
    <div
      class={live.value ? "chart-plot live" : "chart-plot"}
      data-own
      data-scale={scale}
      ref={plot}
      {...attributes}
    >
      {children}
      <div class="chart-canvas" ref={canvas} />
      <Readout points={points.value} index={read.value?.index ?? null} />
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
      <span>
        {point.name} <b>{point.text}</b>
      </span>
      {point.before && (
        <span class="readout-before">
          {point.before.name} <b>{point.before.text}</b>
        </span>
      )}
    </p>
  );
}
