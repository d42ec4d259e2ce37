/** Two ways to count today's orders: in the aggregates alone, and by asking the web process. */
import type { Queryable } from "../../src/db/pool.ts";
import { parseStatement } from "../../src/db/statements.ts";
import { timeZone, today } from "../growth/shape.ts";
import type { Count } from "./visible.ts";

const sumOfHours = parseStatement(
  "orders in the aggregates",
  `select coalesce(sum(order_count), 0)::integer as orders from agg_hourly_metrics
   where metric_hour >= :day::text::timestamp at time zone :zone`,
);

/** @returns counts what drains have brought into the aggregates */
export function countInAggregates(database: Queryable): Count {
  return async () => {
    const [row] = await database.run<{ readonly orders: number }>(sumOfHours, {
      day: today.toString(),
      zone: timeZone,
    });
    return row?.orders ?? NaN;
  };
}

const query = "{ salesOverview(period: TODAY) { totalOrders } }";

/** @returns counts by GraphQL, as a dashboard would, by what the web process keeps */
export function countOverHttp(address: string): Count {
  return async () => {
    const response = await fetch(`${address}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query }),
    });
    const { data, errors } = await response.json();
    if (!data) throw new Error(`Cannot count over HTTP: ${JSON.stringify(errors)}`);
    return data.salesOverview.totalOrders;
  };
}
