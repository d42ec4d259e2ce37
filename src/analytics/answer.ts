/** What a question is answered with. */

/** Where an answer came from, the fastest first. */
export type Lane = "CACHE" | "VIEW" | "AGGREGATE" | "DIRECT";

/** What can be said of an answer besides its values. */
export interface Provenance {
  readonly lane: Lane;
  /** Every change committed before this moment is in the answer. */
  readonly asOf: Temporal.Instant;
  /** The number of the last drain that the answer's snapshot had seen. */
  readonly generation: number;
  /** Generations compare only within one epoch. */
  readonly epoch: string;
}

export interface Answer<T> extends Provenance {
  readonly value: T;
}

/** What each row of a question's statement tells besides its values: of one snapshot, hence the same in all rows. */
export interface AnswerRow {
  readonly as_of: Temporal.Instant;
  readonly generation: number;
  readonly epoch: string;
}

/**
 * @param rows what the statement gave: at least one row, even where there is nothing to tell
 * @param value what they come to
 */
export function answerOf<T>(rows: readonly AnswerRow[], lane: Lane, value: T): Answer<T> {
  const [first] = rows;
  if (!first) throw new TypeError("Cannot tell what an answer is as of: its statement must return a row");
  return { value, lane, asOf: first.as_of, generation: first.generation, epoch: first.epoch };
}

const slowness: Readonly<Record<Lane, number>> = { CACHE: 0, VIEW: 1, AGGREGATE: 2, DIRECT: 3 };

/** @returns undefined where there are none */
export function slowestLane(lanes: readonly Lane[]): Lane | undefined {
  return lanes.toSorted((a, b) => slowness[b] - slowness[a])[0];
}

/**
 * @returns what holds of two answers together: the slowest lane, the oldest moment, and the lower generation; across epochs
 * the older answer's, which then compares with no other
 */
export function together(a: Provenance, b: Provenance): Provenance {
  const older = Temporal.Instant.compare(a.asOf, b.asOf) <= 0 ? a : b;
  return {
    lane: slowness[a.lane] > slowness[b.lane] ? a.lane : b.lane,
    asOf: older.asOf,
    generation: a.epoch === b.epoch ? Math.min(a.generation, b.generation) : older.generation,
    epoch: older.epoch,
  };
}
