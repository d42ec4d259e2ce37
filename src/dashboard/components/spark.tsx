import type { JSX } from "preact";

/** Units of the drawing between two values, and its height: fine enough to need no decimals. */
const [step, height] = [10, 100];

/** A small line, beside a figure that says what it is. It takes the size it is given, and starts at zero. */
export function Spark({ values }: { values: readonly (number | null)[] }): JSX.Element | null {
  if (values.length < 2) return null;
  const drawn = values.map((value) => value ?? 0);
  const [bottom, top] = [Math.min(0, ...drawn), Math.max(0, ...drawn)];
  const y = (value: number) => top === bottom ? height : Math.round((top - value) / (top - bottom) * height);
  const line = drawn.map((value, index) => `${index === 0 ? "M" : "L"}${index * step} ${y(value)}`).join("");
  const width = (drawn.length - 1) * step;
  return (
    <svg class="spark" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      <path class="spark-area" d={`${line}L${width} ${y(0)}L0 ${y(0)}Z`} />
      <path class="spark-line" d={line} />
    </svg>
  );
}
