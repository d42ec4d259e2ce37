/** Orders as they come, in batches: one stored at a time, a few waiting, and none where the precompute process lags behind. */
import { createHash } from "node:crypto";
import type { ImportShop } from "../importer/format.ts";
import { orderUuid } from "../importer/ids.ts";
import { Reject } from "../importer/reject.ts";
import { type Entry, readBatch } from "./batch.ts";
import { keepKey, outcomesOf } from "./keys.ts";
import { type Outcome, storeEntries } from "./store.ts";
import { createWork } from "./work.ts";

/** Each of these rejects with UnavailableError where the database is not there, or lets this process write no orders. */
export interface Ingest {
  /**
   * Takes one of the few places, before a body is read.
   * @returns undefined where all are taken
   */
  begin(): Turn | undefined;
  /** Finishes what is in hand. */
  close(): Promise<void>;
}

export interface Turn extends Disposable {
  /** @param key with it, the same batch has the same result for a day */
  store(body: Uint8Array, key?: string): Promise<Ingested>;
  remove(orderId: string): Promise<"deleted" | "unknown" | "archived">;
}

export type Ingested =
  | { readonly kind: "taken"; readonly results: readonly Result[] }
  | { readonly kind: "too many orders" | "key of another batch" }
  | { readonly kind: "behind"; readonly seconds: number };

/** What became of one line. */
export interface Result {
  readonly line: number;
  /** Null where the line does not tell. */
  readonly order_id: string | null;
  readonly result: "stored" | "unchanged" | "rejected";
  readonly reason?: string;
}

export interface IngestOptions {
  /** Of a user in laneway_writer. */
  readonly url: string;
  readonly shop: ImportShop;
  /** What is read, waits, or is stored. */
  readonly mostInHand?: number;
  /** By how much the aggregates may be behind while somebody drains. */
  readonly mostSecondsBehind?: number;
}

/** Connects when it is first asked. */
export function createIngest(
  { url, shop, mostInHand = 4, mostSecondsBehind = 60 }: IngestOptions,
): Ingest {
  const { transaction, close } = createWork(url);
  let inHand = 0;

  async function store(body: Uint8Array, key?: string): Promise<Ingested> {
    const entries = await readBatch(body, shop);
    if (!entries) return { kind: "too many orders" };
    const keyed = key !== undefined && { key, body: createHash("sha256").update(body).digest("hex") };
    return await transaction<Ingested>(async (run) => {
      const known = keyed && await outcomesOf(run, keyed);
      if (known) return known.isSame ? taken(entries, known.outcomes) : { kind: "key of another batch" };
      const [lag] = await run<{ seconds: number }>("ingest/lag");
      if (lag && lag.seconds > mostSecondsBehind) return { kind: "behind", seconds: lag.seconds };
      const outcomes = await storeEntries(run, entries);
      if (keyed) await keepKey(run, keyed, outcomes);
      return taken(entries, outcomes);
    });
  }
  const remove: Turn["remove"] = (orderId) =>
    transaction(async (run) => {
      const id = orderUuid(orderId);
      const [found] = await run<{ date: string; is_archived: boolean }>("ingest/find_order", { id });
      if (!found) return "unknown";
      if (found.is_archived) return "archived";
      await run("import/delete_orders", { ids: [id], dates: [found.date] });
      return "deleted";
    });
  return {
    begin() {
      if (inHand >= mostInHand) return undefined;
      inHand++;
      return { store, remove, [Symbol.dispose]: () => void inHand-- };
    },
    close,
  };
}

function taken(entries: readonly Entry[], outcomes: readonly Outcome[]): Ingested {
  const results = entries.map(({ line, orderId: order_id }, place): Result => {
    const outcome = outcomes[place];
    if (outcome instanceof Reject) return { line, order_id, result: "rejected", reason: outcome.message };
    return { line, order_id, result: outcome ?? "unchanged" };
  });
  return { kind: "taken", results };
}
