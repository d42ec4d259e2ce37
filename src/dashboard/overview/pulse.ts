/** What is going on, as it is read: made by the server, shown by an island that asks for it again and again. */
import type { Formats } from "../formats.ts";
import type { Loaded } from "../load.ts";
import type { OverviewQuery } from "../operation_types.ts";
import type { Table } from "../table.ts";
import { texts } from "../texts.ts";
import type { Realtime } from "./answer.ts";
import { overviewTexts } from "./texts.ts";

export interface Pulse {
  /** When the 60 minutes end. */
  readonly until: string;
  readonly figures: readonly { readonly name: string; readonly value: string }[];
  readonly today: { readonly name: string; readonly value: string };
  /** Each minute's orders as a share of the busiest one's; the oldest first. */
  readonly minutes: readonly number[];
  /** The minutes that had orders, in words. */
  readonly said: string;
}

export function pulseOf({ now, lastHour, today, ordersByMinute }: Realtime, formats: Formats): Pulse {
  const { count, headlineMoney, time } = formats;
  const most = Math.max(1, ...ordersByMinute.map(({ orders }) => orders));
  const busy = ordersByMinute.filter(({ orders }) => orders > 0);
  const said = busy.length === 0
    ? overviewTexts.liveQuiet
    : busy.map(({ timestamp, orders }) => `${time(Temporal.Instant.from(timestamp))} ${count(orders)}`).join(
      ", ",
    );
  return {
    until: overviewTexts.liveNow(time(Temporal.Instant.from(now))),
    figures: [
      { name: overviewTexts.liveOrders, value: count(lastHour.orders) },
      { name: overviewTexts.liveRevenue, value: headlineMoney(lastHour.revenue) },
      { name: overviewTexts.liveCustomers, value: count(lastHour.activeCustomers) },
    ],
    today: {
      name: overviewTexts.today,
      value: `${headlineMoney(today.revenue)} · ${
        overviewTexts.ordersToday(today.orders, count(today.orders))
      }`,
    },
    minutes: ordersByMinute.map(({ orders }) => orders / most),
    said: `${overviewTexts.liveLabel}: ${said}`,
  };
}

/** @returns the orders of each of the last 60 minutes, the oldest first, for CSV */
export function minutesTable({ answer, shop: { formats } }: Loaded<OverviewQuery>): Table {
  return {
    name: overviewTexts.liveLabel,
    heading: texts.when,
    columns: [{ key: "orders", heading: texts.orders, write: "count" }],
    rows: answer.realtimeMetrics.ordersByMinute.map(({ timestamp, orders }) => ({
      key: timestamp,
      name: formats.moment(Temporal.Instant.from(timestamp)),
      cells: [orders],
    })),
  };
}
