/**
 * Building all aggregates, for the first time or anew: piece by piece, on two connections. First the days, a month at a
 * time; then the customers, whose days are linked over the whole history; then indexes that are quicker made than grown;
 * then the counts of the links. A piece is a transaction of its own, with a snapshot of its own: what changes meanwhile is
 * touched, and drained once nothing is left to build.
 */
import type { Pool, Transaction } from "../db/pool.ts";
import { statement } from "../db/statements.ts";
import { customerDaily } from "./aggregates.ts";
import { attempt } from "./attempt.ts";
import { moveProducts } from "./categories.ts";
import { countParts, rebuildCounts } from "./customers.ts";
import { isChangedMeanwhile } from "./lock.ts";
import { storeOrAppend } from "./store.ts";
import { tags } from "./tags.ts";
import { forgetYears } from "./years.ts";

type Kind = "days" | "customers" | "index" | "counts";

export interface Piece {
  readonly id: number;
  readonly kind: Kind;
}

interface TakenPiece {
  readonly spans: string | null;
  readonly from_customer: string | null;
  readonly to_customer: string | null;
  readonly definition: string | null;
  readonly part: string | null;
}

export interface BuildOptions {
  readonly zone: string;
  /** When no other piece is begun, on the clock of `performance`. */
  readonly end: number;
  /** Rebuilds the days in `taken`, and tells why some could not be; these are set aside. */
  readonly rebuildTaken: (transaction: Transaction) => Promise<readonly string[]>;
}

export interface Built {
  /** How many pieces. */
  readonly built: number;
  /** Why some days could not be built. */
  readonly failures: readonly string[];
}

/** Lists all pieces, in place of those of an earlier build, and the products' categories, which all of them read. */
export async function beginBuild(transaction: Transaction, zone: string): Promise<void> {
  await transaction.run(statement("build/forget"));
  await moveProducts(transaction);
  await forgetYears(transaction);
  const [size] = await transaction.run<{ readonly is_large: boolean }>(statement("build/is_large"));
  const is_large = size?.is_large ?? false;
  if (is_large) await transaction.run(statement("build/postpone_indexes"));
  await transaction.run(statement("build/mark_all"), { zone, is_large, parts: countParts });
}

/** @returns what can be built now, in order: all of one kind */
export async function piecesLeft(transaction: Transaction): Promise<readonly Piece[]> {
  return await transaction.run<Piece>(statement("build/pieces"));
}

/** Forgets what the build needed; whatever was answered before may have been wrong anywhere. */
export async function endBuild(transaction: Transaction): Promise<void> {
  await transaction.run(statement("build/forget"));
  await transaction.run(statement("verify/note_repair"), { tags });
}

const builders = 2;

/**
 * Builds pieces until all are built or the time is over.
 * @throws what `isLockTaken` tells, where another process writes aggregates
 */
export async function buildRound(
  pool: Pool,
  pieces: readonly Piece[],
  options: BuildOptions,
): Promise<Built> {
  const waiting = [...pieces];
  const failures: string[] = [];
  let built = 0;
  const build = async () => {
    for (
      let piece = waiting.shift();
      piece;
      piece = performance.now() < options.end ? waiting.shift() : undefined
    ) {
      try {
        const failed = await pool.snapshot(
          "write",
          (transaction) => buildPiece(transaction, piece, options),
        );
        if (!failed) continue;
        failures.push(...failed);
        built += 1;
      } catch (error) {
        // Another process built it after this snapshot was taken.
        if (!isChangedMeanwhile(error)) throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: builders }, build));
  for (const each of ended) if (each.status === "rejected") throw each.reason;
  return { built, failures };
}

/** @returns why some of it could not be built; undefined where another process has built it */
async function buildPiece(
  transaction: Transaction,
  { id, kind }: Piece,
  { zone, rebuildTaken }: BuildOptions,
): Promise<readonly string[] | undefined> {
  await transaction.run(statement("build/lock"));
  await transaction.run(statement("drain/begin"));
  const [piece] = await transaction.run<TakenPiece>(statement("build/take"), { id: String(id) });
  if (!piece) return undefined;
  const { spans, from_customer, to_customer, definition, part } = piece;
  switch (kind) {
    case "days":
      await transaction.run(statement("build/take_spans"), { spans });
      return await rebuildTaken(transaction);
    case "customers":
      return await buildCustomers(transaction, { zone, from_customer, to_customer });
    case "index":
      await transaction.run(statement("build/make_index"), { definition });
      return [];
    case "counts":
      await rebuildCounts(transaction, countParts.filter((each) => each === part));
      return [];
  }
}

/** All days of some customers, each with its link. */
const storeCustomers = storeOrAppend({
  ...customerDaily,
  values: [...customerDaily.values, "prev_day"],
  definition: statement("build/agg_customer_daily"),
  scope:
    "a.customer_id >= :from_customer::uuid and (a.customer_id < :to_customer::uuid or :to_customer::uuid is null)",
});

/** @returns why they could not be built; their days are touched then, and drained like any others */
async function buildCustomers(
  transaction: Transaction,
  piece: Pick<TakenPiece, "from_customer" | "to_customer"> & { readonly zone: string },
): Promise<readonly string[]> {
  const { zone, ...customers } = piece;
  const [open] = await transaction.run<{ readonly first_day: string }>(statement("build/first_open_day"), {
    zone,
  });
  if (!open) throw new TypeError("precompute_state must hold its one row");
  await transaction.run(statement("drain/plan_for_days"));
  await transaction.run(statement("build/plan_for_customers"));
  const stored = await attempt(transaction, () => storeCustomers(transaction, { ...customers, ...open }));
  if (stored.done) return [];
  await transaction.run(statement("build/touch_days"), { ...piece, ...open });
  return [stored.reason];
}
