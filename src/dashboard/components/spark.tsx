import type { JSX } from "preact";
import { texts } from "../texts.ts";

/** Units of the drawing between two values, and its height: fine enough to need no decimals. */
const [step, height] = [10, 100];

interface SparkProps {
  readonly values: readonly (number | null)[];
  readonly write: (value: number) => string;
}

/**
 * A small line, beside a figure that says what it is. It takes the size it is given, and starts at zero. Where a chart over the
 * same buckets is read, so is this one (`read_sparks.ts`).
 */
export function Spark({ values, write }: SparkProps): JSX.Element | null {
  if (values.length < 2) return null;
  const drawn = values.map((value) => value ?? 0);
  const [bottom, top] = [Math.min(0, ...drawn), Math.max(0, ...drawn)];
  const y = (value: number) => top === bottom ? height : Math.round((top - value) / (top - bottom) * height);
  const line = drawn.map((value, index) => `${index === 0 ? "M" : "L"}${index * step} ${y(value)}`).join("");
  const width = (drawn.length - 1) * step;
  const written = values.map((value) => value === null ? texts.none : write(value));
  return (
    <div class="spark" data-texts={written.join("|")} aria-hidden="true">
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none">
        <path class="spark-area" d={`${line}L${width} ${y(0)}L0 ${y(0)}Z`} />
        <path class="spark-line" d={line} />
        <path class="spark-mark" />
      </svg>
    </div>
  );
}
