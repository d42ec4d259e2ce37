/** In the browser: the drawing of a trend, as its island needs it. */
import { type Signal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { TrendDrawing, TrendListener } from "./draw_trend.ts";
import type { ChartPoint } from "./line.ts";
import { patch } from "./live/patch.ts";
import { useFresh } from "./live/use_fresh.ts";
import { readTrend } from "./twin.ts";
import { whenSeen } from "./when_seen.ts";

export interface Drawn {
  /** What the chart stands in. */
  readonly plot: RefObject<HTMLDivElement | null>;
  /** What it is drawn in. */
  readonly canvas: RefObject<HTMLDivElement | null>;
  /** Null until it is drawn. */
  readonly drawing: RefObject<TrendDrawing | null>;
  /** None until it is drawn. */
  readonly points: Signal<readonly ChartPoint[]>;
}

/**
 * Draws the trend of the table beside the plot once that is seen, and again whenever the page has new values.
 * @param onDrawn is called after the first time
 */
export function useDrawing(listener: TrendListener, onDrawn: () => void): Drawn {
  const [plot, canvas] = [useRef<HTMLDivElement>(null), useRef<HTMLDivElement>(null)];
  const drawing = useRef<TrendDrawing | null>(null);
  const newest = useRef<Element | null>(null);
  const points = useSignal<readonly ChartPoint[]>([]);

  const draw = async () => {
    const { drawTrend } = await import("./draw_trend.ts");
    if (!canvas.current || !plot.current) return;
    const trend = readTrend(newest.current ?? plot.current);
    points.value = trend.points;
    drawing.current = drawTrend(canvas.current, trend, listener);
    onDrawn();
  };
  useEffect(() => {
    if (!canvas.current) return;
    const stop = whenSeen(canvas.current, draw);
    return () => {
      stop();
      drawing.current?.destroy();
    };
  }, []);
  useFresh(plot, (fresh) => {
    newest.current = fresh;
    const [pictures = [], next = []] = [plot.current, fresh].map((each) =>
      Array.from(each?.querySelectorAll("svg") ?? [])
    );
    pictures.forEach((picture, index) => next[index] && patch(picture, next[index], []));
    if (!drawing.current) return;
    const trend = readTrend(fresh);
    points.value = trend.points;
    drawing.current.update(trend);
  });
  return { plot, canvas, drawing, points };
}
