/** What the product brief does instead of a drain: its materialized views, refreshed from the raw tables. */
import { openSession } from "../../src/db/session.ts";
import { parseStatement } from "../../src/db/statements.ts";
import { runFile } from "./history.ts";

const views = ["mv_daily_sales", "mv_product_performance", "mv_customer_segments"] as const;

/** Milliseconds that all three take together. */
export interface Refreshed {
  readonly plain: number[];
  readonly concurrently: number[];
}

/** Makes the views, then refreshes each so many times, each way. */
export async function measureRefresh(url: string, times: number): Promise<Refreshed> {
  await runFile(url, "brief_views");
  const session = openSession({ url, name: "bench" });
  try {
    const refreshAll = async (how: string) => {
      const begin = performance.now();
      for (const view of views) {
        await session.run(
          parseStatement(`refresh ${view}`, `refresh materialized view ${how} brief.${view}`),
        );
      }
      return performance.now() - begin;
    };
    const refreshed: Refreshed = { plain: [], concurrently: [] };
    for (let round = 0; round < times; round++) {
      refreshed.plain.push(await refreshAll(""));
      refreshed.concurrently.push(await refreshAll("concurrently"));
    }
    return refreshed;
  } finally {
    await session.close();
  }
}
