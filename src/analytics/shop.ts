/** The shop itself: what its data covers. */
import { statement } from "../db/statements.ts";
import type { Analytics } from "./analytics.ts";
import type { Answer } from "./answer.ts";
import type { Range } from "./period.ts";

interface Row {
  readonly first_order: Temporal.Instant | null;
  readonly last_order: Temporal.Instant | null;
  readonly as_of: Temporal.Instant;
}

/** @returns from the first completed order to just past the last; null while there is none */
export async function dataRange(analytics: Analytics): Promise<Answer<Range | null>> {
  const [row] = await analytics.database.run<Row>(statement("queries/shop.DIRECT"));
  if (!row) throw new TypeError("shop must return a row");
  const value = row.first_order && row.last_order
    // Postgres keeps microseconds, and a range excludes its end.
    ? { from: row.first_order, to: row.last_order.add({ microseconds: 1 }) }
    : null;
  return { value, lane: "DIRECT", asOf: row.as_of };
}
