/** What to know before relying on figures: said beside them, in a sentence each. */
import { type DateRange, toInstants } from "./answers.ts";
import type { Shop } from "./load.ts";
import { daysOf } from "./range.ts";
import { texts } from "./texts.ts";

/** Fewer than these, and a change of a fifth is no news. */
const fewOrders = 30;

interface Covered {
  readonly range: DateRange;
  /** Null where nothing is compared. */
  readonly previous: DateRange | null | undefined;
  /** Undefined where the figures are not of orders. */
  readonly orders?: number | undefined;
}

/** @returns sentences, none where the figures can be read as they stand */
export function cautionsOf({ range, previous, orders }: Covered, shop: Shop): readonly string[] {
  const { formats, timeZone, now, data } = shop;
  const { from, to } = toInstants(range);
  const sentences: string[] = [];
  // To the minute, as periods are compared: 23:59:59.999 is a whole day.
  const minute = now.toZonedDateTimeISO(timeZone).round({
    smallestUnit: "minute",
    roundingMode: "halfExpand",
  })
    .toInstant();
  const runs = Temporal.Instant.compare(from, minute) < 0 && Temporal.Instant.compare(minute, to) < 0;
  if (runs && previous) {
    const isLastDay = daysOf({ from, to }, timeZone).to.equals(
      now.toZonedDateTimeISO(timeZone).toPlainDate(),
    );
    sentences.push(isLastDay ? texts.todayRuns(formats.time(now)) : texts.periodRuns(formats.moment(now)));
  }
  if (orders !== undefined && orders > 0 && orders < fewOrders) {
    sentences.push(texts.fewOrders(orders, formats.count(orders)));
  }
  if (previous) {
    const before = toInstants(previous);
    const isCut = Temporal.Instant.compare(before.from, data.from) < 0 &&
      Temporal.Instant.compare(data.from, before.to) < 0 &&
      !daysOf(before, timeZone).from.equals(daysOf(data, timeZone).from);
    if (isCut) sentences.push(texts.baselineCut(formats.day(data.from)));
  }
  return sentences;
}
