/** A batch as it was sent: one order a line (NDJSON), each read and checked by itself. */
import { messageOf } from "../base/errors.ts";
import type { ImportShop } from "../importer/format.ts";
import { type Line, readLines } from "../importer/lines.ts";
import { Reject } from "../importer/reject.ts";
import { createOrderReader, type Order, requireObject, textOf } from "./order.ts";

/** One line of a batch. */
export interface Entry {
  /** From 1; empty lines count, and are none. */
  readonly line: number;
  /** Null where the line does not tell. */
  readonly orderId: string | null;
  readonly read: Order | Reject;
}

export const mostOrders = 5_000;
// The stages of one order may stand in one batch: each is stored by itself, so that each has its result.
const mostVersions = 20;

/** @returns undefined where there are more than 5,000 */
export async function readBatch(body: Uint8Array, shop: ImportShop): Promise<readonly Entry[] | undefined> {
  const readOrder = createOrderReader(shop);
  const versions = new Map<string, number>();
  const entries: Entry[] = [];
  for await (const lines of readLines(once(body))) {
    for (const line of lines) {
      if (line.text.trim() === "" && line.damage === undefined) continue;
      if (entries.length === mostOrders) return undefined;
      entries.push(limited(readEntry(line, readOrder), versions));
    }
  }
  return entries;
}

type OrderReader = ReturnType<typeof createOrderReader>;

function readEntry({ number: line, text, damage }: Line, readOrder: OrderReader): Entry {
  let orderId: string | null = null;
  try {
    if (damage !== undefined) throw new Reject(`is ${damage}`);
    const given = requireObject(parse(text));
    const id = textOf("order_id", given.order_id);
    if (id !== "" && id.length <= 255) orderId = id;
    return { line, orderId, read: readOrder(given) };
  } catch (error) {
    if (error instanceof Reject) return { line, orderId, read: error };
    throw error;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // What it repeats of the line may be anything, and a NUL cannot be kept.
    throw new Reject(`is no JSON: ${messageOf(error).replaceAll(/\p{Cc}/gu, "\ufffd")}`);
  }
}

function limited(entry: Entry, versions: Map<string, number>): Entry {
  if (entry.read instanceof Reject) return entry;
  const version = (versions.get(entry.read.id) ?? 0) + 1;
  versions.set(entry.read.id, version);
  if (version <= mostVersions) return entry;
  const read = new Reject(`is version ${version} of its order in this batch: send it in the next one`);
  return { ...entry, read };
}

async function* once(body: Uint8Array): AsyncGenerator<Uint8Array> {
  if (body.length > 0) yield await body;
}
