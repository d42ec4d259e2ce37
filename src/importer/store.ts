/** From the staging tables into the shop's own: whoever orders name first, then the orders, batch by batch. */
import { pause } from "../base/stop.ts";
import { replaceOrders, retrying } from "./replace.ts";
import type { Run, Staging, StagingConnection } from "./staging.ts";

// How often an import that waits for another one asks whether it is done.
const TURN_MS = 200;

export interface StoreOptions {
  /** Orders that can be stored. */
  readonly orders: number;
  /** Orders a transaction. */
  readonly batch: number;
  /** Told where another import is in the middle of storing. */
  readonly onWait: () => void;
  /** Told before the first batch and after each one. */
  readonly onProgress: (orders: number) => void;
  readonly signal: AbortSignal;
}

export interface Stored {
  /** Orders that were new or differed from what was there. */
  readonly stored: number;
  readonly warnings: readonly string[];
}

/** Where it stops, at an error or by the signal, each batch is in as a whole or not at all. */
export async function storeOrders(staging: Staging, options: StoreOptions): Promise<Stored> {
  const { run } = staging;
  await using second = await staging.connect();
  await Promise.all([gatherAndIndex(run), gatherParties(second.run)]);
  await run("import/analyze_gathered");
  await takeTurn(run, options.onWait, options.signal);
  await retrying(() =>
    staging.transaction(async (run) => {
      await run("import/share_turn");
      await storeParties(run);
    })
  );
  await createMonths(run);
  await run("import/analyze_parties");
  const stored = await storeBatches([staging, second], options);
  if (stored > 0) await Promise.all([run("import/analyze_orders"), second.run("import/analyze_order_items")]);
  return { stored, warnings: await findWarnings(run) };
}

async function gatherAndIndex(run: Run): Promise<void> {
  await gatherSold(run);
  await run("import/index_items");
  await run("import/index_orders");
}

/** Puts together what the lines say of what is sold. */
export async function gatherSold(run: Run): Promise<void> {
  await run("import/gather_items");
  await run("import/gather_products");
  await run("import/gather_categories");
}

/** And of who buys and sells. */
export async function gatherParties(run: Run): Promise<void> {
  await run("import/gather_customers");
  await run("import/gather_sales_representatives");
}

async function takeTurn(run: Run, onWait: () => void, signal: AbortSignal): Promise<void> {
  for (;;) {
    const [turn] = await run<{ taken: boolean }>("import/take_turn");
    if (turn?.taken) return;
    onWait();
    await pause(TURN_MS, signal);
    signal.throwIfAborted();
  }
}

async function storeBatches(
  connections: readonly StagingConnection[],
  { orders, batch, onProgress, signal }: StoreOptions,
): Promise<number> {
  let [next, done, stored, failed] = [1, 0, 0, false];
  onProgress(0);
  const work = async ({ transaction }: StagingConnection) => {
    try {
      while (next <= orders && !failed) {
        signal.throwIfAborted();
        const first = next;
        const last = Math.min(first + batch - 1, orders);
        next = last + 1;
        const written = await retrying(() => transaction((run) => storeBatch(run, first, last)));
        stored += written;
        onProgress(done += last - first + 1);
      }
    } catch (error) {
      failed = true;
      throw error;
    }
  };
  // All have ended before an error goes on: what is not in by then never will be.
  const ends = await Promise.allSettled(connections.map(work));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return stored;
}

/** Those whom orders name. @param run is that of a transaction */
export async function storeParties(run: Run): Promise<void> {
  const [found] = await run<{ depth: number }>("import/category_depth");
  for (let depth = 1; depth <= (found?.depth ?? 0); depth++) {
    await run("import/insert_categories", { depth });
    await run("import/find_categories", { depth });
  }
  await run("import/insert_products");
  await run("import/update_products");
  await run("import/settle_emails_of_customers");
  await run("import/release_emails_of_customers");
  await run("import/insert_customers");
  await run("import/update_customers");
  await run("import/settle_emails_of_sales_representatives");
  await run("import/release_emails_of_sales_representatives");
  await run("import/insert_sales_representatives");
  await run("import/update_sales_representatives");
}

async function createMonths(run: Run): Promise<void> {
  // One transaction each: a file that spans a century needs more locks than one transaction may hold.
  for (const { month } of await run<{ month: string }>("import/find_months")) {
    await run("import/create_month", { month });
  }
}

/** @returns how many of the batch's orders were written */
async function storeBatch(run: Run, first: number, last: number): Promise<number> {
  await run("import/share_turn");
  await run("import/forget_plans");
  await run("import/use_indexes");
  const written = await replaceOrders(run, first, last);
  return written.length;
}

async function findWarnings(run: Run): Promise<readonly string[]> {
  const [taken] = await run<{ count: number; ref: string; email: string }>("import/find_taken_emails");
  if (!taken || taken.count === 0) return [];
  return [
    `${taken.count} went in without their e-mail, as another one has it: the first is ${taken.ref}, ${taken.email}`,
  ];
}
