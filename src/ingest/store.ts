/** A batch into the shop's tables, by the statements of an import: in one transaction, each order as a whole or not at all. */
import type { Parameters } from "../db/queryable.ts";
import { statement } from "../db/statements.ts";
import { judgeOrders } from "../importer/check.ts";
import { orderUuid } from "../importer/ids.ts";
import { laneway } from "../importer/laneway.ts";
import { Reject } from "../importer/reject.ts";
import { replaceOrders } from "../importer/replace.ts";
import { stagedRow } from "../importer/staged_line.ts";
import type { Run } from "../importer/staging.ts";
import { gatherParties, gatherSold, storeParties } from "../importer/store.ts";
import type { Entry } from "./batch.ts";
import type { Order } from "./order.ts";

/** What became of an entry. */
export type Outcome = "stored" | "unchanged" | Reject;

// From here on, plans that were made for a few orders are made anew.
const manyOrders = 250;

/**
 * Stores what can be stored, as if each entry had been sent alone.
 * @param run is that of a transaction, on staging tables
 * @returns what became of each entry, in their order
 */
export async function storeEntries(
  run: Run,
  entries: readonly Entry[],
): Promise<readonly Outcome[]> {
  const outcomes = entries.map(({ read }): Outcome => read instanceof Reject ? read : "unchanged");
  for (const round of roundsOf(entries)) {
    for (const [place, outcome] of await storeRound(run, round)) outcomes[place] = outcome;
  }
  return outcomes;
}

/** An order, and its place in the batch. */
interface Placed {
  readonly place: number;
  readonly order: Order;
}

/** @returns first the first version of every order, then the second one of those that have two, and so on */
function roundsOf(entries: readonly Entry[]): readonly (readonly Placed[])[] {
  const rounds: Placed[][] = [];
  const versions = new Map<string, number>();
  entries.forEach(({ read: order }, place) => {
    if (order instanceof Reject) return;
    const version = versions.get(order.id) ?? 0;
    versions.set(order.id, version + 1);
    (rounds[version] ??= []).push({ place, order });
  });
  return rounds;
}

async function storeRound(run: Run, round: readonly Placed[]): Promise<ReadonlyMap<number, Outcome>> {
  await run("ingest/plan_for_gathering");
  await run("ingest/clear");
  const placeOfRow = round.flatMap(({ place, order }) => order.lines.map(() => place));
  const lines = round.flatMap(({ order }) => order.lines);
  await run("ingest/insert_lines", columnsOf(lines.map((line, row) => stagedRow(row, line))));
  const { orders, rejected } = await judgeOrders(run, laneway);
  const outcomes = new Map<number, Outcome>();
  const reasons = rejected === 0 ? [] : await findRejects(run, placeOfRow.length);
  for (const { line, reason } of reasons) {
    const place = placeOfRow[line];
    if (place !== undefined) outcomes.set(place, new Reject(reason));
  }
  if (orders === 0) return outcomes;
  await gatherSold(run);
  await gatherParties(run);
  await run("ingest/plan_for_storing");
  if (orders > manyOrders) await run("import/forget_plans");
  await storeParties(run);
  const placeOf = new Map(round.map(({ place, order }) => [orderUuid(order.id), place]));
  for (const id of await replaceOrders(run, 1, orders)) {
    const place = placeOf.get(id);
    if (place !== undefined) outcomes.set(place, "stored");
  }
  return outcomes;
}

/** @returns what the statement takes, whose parameters are columns */
function columnsOf(rows: readonly ReturnType<typeof stagedRow>[]): Parameters {
  const { parameters } = statement("ingest/insert_lines");
  const textOf = (value: string | number | null | undefined) => value === null ? null : String(value);
  return Object.fromEntries(parameters.map((name) => [name, rows.map((row) => textOf(row[name]))]));
}

interface Rejected {
  readonly line: number;
  readonly reason: string;
}

function findRejects(run: Run, limit: number): Promise<readonly Rejected[]> {
  return run<Rejected>("import/find_rejects", { after: -1, limit });
}
