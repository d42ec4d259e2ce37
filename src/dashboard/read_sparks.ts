/** In the browser: the small lines that stand with a trend, over the same buckets, are read together with it. */
import type { ChartPoint } from "./line.ts";

export interface Sparks {
  /** Marks a bucket on each line and writes its value below; null for none. */
  read(index: number | null, points: readonly ChartPoint[]): void;
  stop(): void;
}

/** @param onPoint is told the bucket that the mouse points at on one of the lines; null when it leaves them */
export function sparksBeside(chart: Element, onPoint: (index: number | null) => void): Sparks {
  const panel = chart.closest(".panel");
  const pointed = ({ target, pointerType, clientX }: PointerEvent) => {
    // A finger scrolls here, or follows the figure's link.
    if (pointerType === "touch" || !(target instanceof Element)) return;
    const spark = target.closest<HTMLElement>(".spark");
    if (spark) onPoint(bucketAt(spark, clientX));
  };
  const left = ({ target }: PointerEvent) => {
    if (target instanceof Element && target.matches(".spark")) onPoint(null);
  };
  const stopped = new AbortController();
  const { signal } = stopped;
  panel?.addEventListener("pointermove", pointed as EventListener, { signal });
  panel?.addEventListener("pointerleave", left as EventListener, { signal, capture: true });
  return {
    read(index, points) {
      for (const spark of panel?.querySelectorAll<HTMLElement>(".spark") ?? []) {
        readSpark(spark, index, points[index ?? -1]?.name ?? "");
      }
    },
    stop: () => stopped.abort(),
  };
}

function bucketAt(spark: HTMLElement, x: number): number {
  const { left, width } = spark.getBoundingClientRect();
  const last = textsOf(spark).length - 1;
  // Time runs from left to right in texts of both directions, as in the chart.
  return Math.round(Math.min(1, Math.max(0, (x - left) / width)) * last);
}

/** What the page is made of anew has neither mark nor value, so attributes are all that is written. */
function readSpark(spark: HTMLElement, index: number | null, name: string): void {
  const text = textsOf(spark)[index ?? -1];
  const place = spark.querySelector(".spark-line")?.getAttribute("d")?.match(/[\d.]+ [\d.]+/g)?.[index ?? -1];
  // A line of no length with round ends is a dot.
  spark.querySelector(".spark-mark")?.setAttribute("d", place === undefined ? "" : `M${place}h0`);
  if (text === undefined) delete spark.dataset.read;
  else spark.dataset.read = `${text} · ${name}`;
}

function textsOf({ dataset }: HTMLElement): readonly string[] {
  return dataset.texts?.split("|") ?? [];
}
