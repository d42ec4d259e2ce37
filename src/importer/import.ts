/**
 * Orders from a CSV file into the database: read and checked row by row into staging tables, put together to orders
 * there, and stored batch by batch. Memory does not grow with the file.
 */
import { fileSize } from "./bytes.ts";
import { checkOrders } from "./check.ts";
import { readLayout, readRecords } from "./csv_file.ts";
import type { ImportShop } from "./format.ts";
import type { Layout } from "./header.ts";
import { removeRejects, writeRejects } from "./rejects_file.ts";
import { createStagedLine } from "./staged_line.ts";
import { openStaging } from "./staging.ts";
import { storeOrders } from "./store.ts";

export type ImportPhase = "reading" | "checking" | "waiting" | "storing";

export interface ImportOptions {
  readonly path: string;
  /** A migrated database. */
  readonly url: string;
  readonly shop: ImportShop;
  /** Whether one bad row keeps all others out. */
  readonly strict?: boolean;
  /** Orders a transaction. */
  readonly batch?: number;
  /** Where the rows that are not taken are listed; the default is `path` with `.rejects.csv` behind it. */
  readonly rejectsPath?: string;
  /**
   * Told bytes of the file while it is read, and orders while they are stored; no total is 0. It waits while another
   * import stores.
   */
  readonly onProgress?: (done: number, total: number, phase: ImportPhase) => void;
  /** Stops the import between two batches. */
  readonly signal?: AbortSignal | undefined;
}

export interface ImportResult {
  readonly format: string;
  /** Columns that were not read. */
  readonly ignored: readonly string[];
  /** Rows of the file, without its header. */
  readonly lines: number;
  /** Orders that could be stored. */
  readonly orders: number;
  /** Orders that were new or differed from what was there. */
  readonly stored: number;
  readonly unchanged: number;
  /** Rows that were not taken. */
  readonly rejected: number;
  /** Where they are listed; undefined where there are none. */
  readonly rejectsPath: string | undefined;
  readonly warnings: readonly string[];
  readonly seconds: number;
}

const DEFAULT_BATCH = 5000;

/**
 * @throws UsageError where the file cannot be read as one of orders, before anything is stored
 * @throws the signal's reason where it stops; what was stored stays, and another run completes it
 */
export async function importOrders(options: ImportOptions): Promise<ImportResult> {
  const { path, url, strict = false, batch = DEFAULT_BATCH, onProgress = () => {} } = options;
  const { rejectsPath = `${path}.rejects.csv`, signal = new AbortController().signal } = options;
  const start = performance.now();
  const size = await fileSize(path);
  const layout = await readLayout(path);
  await using staging = await openStaging(url);
  const lines = await staging.copy(
    stagedLines(options, layout, (bytes) => onProgress(bytes, size, "reading")),
  );
  onProgress(0, 0, "checking");
  const { orders, rejected } = await checkOrders(staging.run, layout.format);
  signal.throwIfAborted();
  if (rejected > 0) await writeRejects({ path, layout, run: staging.run, rejectsPath });
  else await removeRejects(rejectsPath);
  const { stored, warnings } = strict && rejected > 0
    ? { stored: 0, warnings: [] }
    : await storeOrders(staging, {
      orders,
      batch,
      signal,
      onWait: () => onProgress(0, 0, "waiting"),
      onProgress: (done) => onProgress(done, orders, "storing"),
    });
  return {
    format: layout.format.name,
    ignored: layout.ignored,
    lines,
    orders,
    stored,
    unchanged: strict && rejected > 0 ? 0 : orders - stored,
    rejected,
    rejectsPath: rejected > 0 ? rejectsPath : undefined,
    warnings,
    seconds: (performance.now() - start) / 1000,
  };
}

async function* stagedLines(
  { path, shop, signal }: ImportOptions,
  layout: Layout,
  onBytes: (bytes: number) => void,
): AsyncGenerator<string> {
  const stagedLine = createStagedLine(layout, shop);
  for await (const records of readRecords(path, layout, onBytes)) {
    signal?.throwIfAborted();
    let text = "";
    for (const record of records) text += stagedLine(record);
    yield text;
  }
}
