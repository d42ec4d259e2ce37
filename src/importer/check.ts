/** What can be judged only when all rows are there: whether the lines of an order agree. */
import type { Format } from "./format.ts";
import type { Run } from "./staging.ts";

export interface Checked {
  /** Orders that can be stored. */
  readonly orders: number;
  /** Rows that cannot. */
  readonly rejected: number;
}

/** Puts the staged lines together to orders. */
export async function checkOrders(run: Run, format: Format): Promise<Checked> {
  await run("import/index_lines");
  await run("import/analyze_lines");
  await run("import/reject_unreadable");
  await run("import/reject_repeated_lines");
  return await judgeOrders(run, format);
}

/** What is left of that where each line is known to be good by itself. */
export async function judgeOrders(run: Run, format: Format): Promise<Checked> {
  await run("import/gather_orders", { default_status: format.defaultStatus ?? null });
  await run("import/reject_orders");
  const [summary] = await run<{ rejected: number; orders: number }>("import/summary");
  return { rejected: summary?.rejected ?? 0, orders: summary?.orders ?? 0 };
}
