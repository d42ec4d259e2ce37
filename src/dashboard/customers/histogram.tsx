import type { JSX } from "preact";
import { XAxis, YAxis } from "../components/trend.tsx";
import type { Formats } from "../formats.ts";
import { scaleOf } from "../scale.ts";
import type { LifetimeBucket } from "./answer.ts";
import { bucketName } from "./tables.ts";
import { customerTexts } from "./texts.ts";

/** Parts of a hundred that stay free between two bars. */
const gap = 8;

/** How many customers have brought how much: bars between the edges of amounts, as a picture. */
export function LifetimeHistogram(
  { buckets, formats }: { buckets: readonly LifetimeBucket[]; formats: Formats },
): JSX.Element {
  const scale = scaleOf(buckets.map(({ customers }) => customers), true);
  const width = 100 / buckets.length;
  // Every third is a power of ten apart from the one before.
  const labels = [...buckets.map(({ from }) => from), buckets.at(-1)?.to ?? null].flatMap((edge, index) => {
    const at = index / buckets.length;
    return edge === null
      ? []
      : [{ text: formats.shortMoney(edge), at, rank: index % 3 === 0 ? 0 : 1 } as const];
  });
  return (
    <div class="chart histogram" dir="ltr">
      <YAxis ticks={scale.ticks.map(formats.shortCount).reverse()} />
      <div class="chart-plot" role="img" aria-label={customerTexts.spread}>
        <svg class="chart-grid" aria-hidden="true">
          {scale.ticks.map((tick) => {
            const at = `${100 - tick / scale.top * 100}%`;
            return (
              <line
                key={tick}
                class={tick === 0 ? "chart-zero" : undefined}
                x1="0"
                x2="100%"
                y1={at}
                y2={at}
              />
            );
          })}
        </svg>
        <svg class="bars" aria-hidden="true">
          {buckets.map((bucket, index) => {
            const height = bucket.customers / scale.top * 100;
            return (
              <rect
                key={index}
                x={`${((index + gap / 200) * width).toFixed(2)}%`}
                width={`${((1 - gap / 100) * width).toFixed(2)}%`}
                y={`${(100 - height).toFixed(2)}%`}
                height={`${height.toFixed(2)}%`}
              >
                <title>
                  {customerTexts.bar(
                    bucketName(bucket, formats),
                    bucket.customers,
                    formats.count(bucket.customers),
                  )}
                </title>
              </rect>
            );
          })}
        </svg>
      </div>
      <XAxis labels={labels} />
    </div>
  );
}
