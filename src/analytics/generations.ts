/** What a database says of its changes, for the cache. */
import type { Knowledge, Note, Reading } from "../cache/knowledge.ts";
import type { Queryable } from "../db/pool.ts";
import { statement } from "../db/statements.ts";

interface Row {
  readonly epoch: string;
  readonly generation: number;
  /** Null while the aggregates are not built. */
  readonly behind_ms: number | null;
  /** A tag's, or, without a month, a view's; null where there is neither. */
  readonly name: string | null;
  readonly month: string | null;
  readonly noted: number | null;
}

/** @param since what is known already: notes up to there are not repeated, where the epoch is the same */
export async function readGenerations(database: Queryable, since: Knowledge | undefined): Promise<Reading> {
  const rows = await database.run<Row>(statement("queries/generations"), {
    epoch: since?.epoch ?? null,
    // What was reported, not what is known: a database that went back says so.
    generation: since?.reported ?? 0,
  });
  const [first] = rows;
  if (!first) throw new TypeError("Cannot read generations: precompute_state must have a row");
  const { epoch, generation, behind_ms: behindMs } = first;
  return {
    epoch,
    generation,
    notes: rows.flatMap(({ name: tag, month, noted }): Note[] =>
      tag !== null && month !== null && noted !== null ? [{ tag, month, generation: noted }] : []
    ),
    views: new Map(
      rows.flatMap(({ name: view, month, noted }): [string, number][] =>
        view !== null && month === null && noted !== null ? [[view, noted]] : []
      ),
    ),
    behindMs: behindMs ?? Infinity,
  };
}
