import type { JSX } from "preact";
import { toInstants } from "../answers.ts";
import type { OverviewScreen } from "../load.ts";
import { texts } from "../texts.ts";
import { daysOf, hrefOf } from "../view.ts";
import { Picker } from "./picker.tsx";

/** Names the period and lets it be changed. */
export function OverviewHead({ screen: { view, shop, overview } }: { screen: OverviewScreen }): JSX.Element {
  const range = toInstants(overview.salesOverview.range);
  return (
    <div class="page-head">
      <div>
        <h1>{texts.overview}</h1>
        <p class="quiet">{shop.formats.range(range)}</p>
      </div>
      <Picker view={view} days={daysOf(range, shop.timeZone)} />
    </div>
  );
}

/** Where a period without sales is shown: a way to the last ones. */
export function QuietPeriod(
  { screen: { view, shop, overview } }: { screen: OverviewScreen },
): JSX.Element | null {
  if (overview.salesTrends.some((point) => point.value !== 0)) return null;
  if (overview.salesOverview.totalRevenue !== 0 || overview.salesOverview.totalOrders !== 0) return null;
  const { to } = daysOf(shop.data, shop.timeZone);
  const month = { period: "custom", from: to.subtract({ months: 1 }).add({ days: 1 }), to } as const;
  return (
    <p class="quiet-period">
      <b>{texts.quietTitle}.</b>{" "}
      {texts.quietText(shop.formats.day(shop.data.to.subtract({ microseconds: 1 })))}{" "}
      <a href={hrefOf({ ...month, metric: view.metric })}>{texts.quietLink}</a>
    </p>
  );
}
