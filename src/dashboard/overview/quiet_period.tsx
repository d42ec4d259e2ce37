import type { JSX } from "preact";
import type { Loaded } from "../load.ts";
import { daysOf } from "../range.ts";
import { hrefOf } from "../view.ts";
import type { OverviewAnswer } from "./answer.ts";
import { overviewTexts } from "./texts.ts";

/** Where a period without sales is shown: a way to the last ones. */
export function QuietPeriod({ screen }: { screen: Loaded<OverviewAnswer> }): JSX.Element | null {
  const { answer: { salesOverview, revenue }, shop, view } = screen;
  if (revenue.some((point) => point.value !== 0)) return null;
  if (salesOverview.totalRevenue !== 0 || salesOverview.totalOrders !== 0) return null;
  const { to } = daysOf(shop.data, shop.timeZone);
  const range = { period: "custom", from: to.subtract({ months: 1 }).add({ days: 1 }), to } as const;
  return (
    <p class="quiet-period">
      <b>{overviewTexts.quietTitle}.</b>{" "}
      {overviewTexts.quietText(shop.formats.day(shop.data.to.subtract({ microseconds: 1 })))}{" "}
      <a href={hrefOf("/", { ...view, range })}>{overviewTexts.quietLink}</a>
    </p>
  );
}
