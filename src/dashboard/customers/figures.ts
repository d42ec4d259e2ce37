/** The figures of the customers page, and of a customer's own page. */
import { comparedRange, comparer, countValue, type Figure, moneyValue, percentValue } from "../figure.ts";
import type { Formats } from "../formats.ts";
import { texts } from "../texts.ts";
import type { Lifetime, Retention } from "./answer.ts";
import { customerTexts } from "./texts.ts";

/** @param compares whether figures are compared at all; retention always is */
export function retentionFigures(
  now: Retention,
  compares: boolean,
  formats: Formats,
  timeZone: string,
): readonly Figure[] {
  const { count, percent } = formats;
  const compare = comparer(now.range, compares ? now.previousRange : null, formats, timeZone);
  const shareNote = (some: number) =>
    now.customers === 0 ? undefined : customerTexts.shareOf(percent(some / now.customers));
  const versus = texts.versus(comparedRange(now.range, now.previousRange, formats, timeZone));
  const shareOrNone = (share: number | null) => share === null ? undefined : percentValue(share, formats);
  return [
    {
      name: customerTexts.customers,
      value: countValue(now.customers, formats),
      change: compare(now.customers, now.previousCustomers, count),
    },
    {
      name: customerTexts.newCustomers,
      value: countValue(now.newCustomers, formats),
      change: shareNote(now.newCustomers),
    },
    {
      name: customerTexts.returning,
      value: countValue(now.returningCustomers, formats),
      change: shareNote(now.returningCustomers),
    },
    {
      name: customerTexts.retention,
      value: shareOrNone(now.retentionRate),
      change: now.retentionRate === null
        ? customerTexts.nobodyBefore
        : customerTexts.retained(count(now.retainedCustomers), count(now.previousCustomers)),
      note: now.retentionRate === null ? undefined : versus,
    },
    {
      name: customerTexts.repeat,
      value: shareOrNone(now.repeatRate),
      change: customerTexts.repeatCount(count(now.repeatCustomers)),
    },
  ];
}

export function lifetimeFigures(lifetime: Lifetime, formats: Formats): readonly Figure[] {
  const { rank, rankedCustomers, averageOrderValue, profitMargin } = lifetime;
  const { count } = formats;
  const rankText = rank === null ? "" : `#${count(rank)}`;
  const rankNote = rank === null
    ? customerTexts.noRank
    : customerTexts.rankOf(count(rank), count(rankedCustomers));
  return [
    { name: customerTexts.revenue, value: moneyValue(lifetime.revenue, formats), change: undefined },
    {
      name: customerTexts.profit,
      value: profitMargin === null ? undefined : moneyValue(lifetime.profit, formats),
      change: profitMargin === null ? undefined : texts.margin(formats.percent(profitMargin)),
    },
    { name: customerTexts.orders, value: countValue(lifetime.orders, formats), change: undefined },
    {
      name: customerTexts.average,
      value: averageOrderValue === null ? undefined : moneyValue(averageOrderValue, formats),
      change: undefined,
    },
    {
      name: customerTexts.rank,
      value: rank === null ? undefined : { text: rankText, exact: rankNote, amount: rank },
      change: rankNote,
    },
  ];
}
