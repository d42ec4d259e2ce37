/** What the overview shows for a URL. */
import { toInstants } from "../answers.ts";
import { type Loaded, loadPage, type Screen } from "../load.ts";
import type { Asker } from "../state.ts";
import { texts } from "../texts.ts";
import { type TrendChart, trendChart } from "../trend.ts";
import type { OverviewQuery } from "../operation_types.ts";
import { type Metric, metrics } from "./answer.ts";

export interface OverviewScreen {
  readonly screen: Screen<OverviewQuery>;
  /** What the chart shows. */
  readonly metric: Metric;
}

const defaultMetric: Metric = "revenue";

export async function loadOverview(asker: Asker, url: URL): Promise<OverviewScreen> {
  const asked = url.searchParams.get("metric") ?? defaultMetric;
  const metric = metrics.find((known) => known === asked);
  const screen = await loadPage(
    asker,
    url,
    (variables) =>
      metric === undefined ? { problem: texts.unknownMetric(asked) } : { operation: "overview", variables },
  );
  return { screen, metric: metric ?? defaultMetric };
}

/** @returns what of the overview's URL its links keep */
export function extrasOf(metric: Metric): { readonly metric: string | undefined } {
  return { metric: metric === defaultMetric ? undefined : metric };
}

/** @returns how its values are written */
export function kindOf(metric: Metric): "count" | "money" {
  return metric === "orders" || metric === "customers" ? "count" : "money";
}

export function overviewChart({ answer, period, shop }: Loaded<OverviewQuery>, metric: Metric): TrendChart {
  return trendChart({
    name: texts.metrics[metric],
    kind: kindOf(metric),
    buckets: answer[metric] ?? [],
    range: toInstants(answer.salesOverview.range),
    period,
    shop,
  });
}
