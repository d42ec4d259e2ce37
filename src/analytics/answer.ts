/** What a question is answered with. */

/** Where an answer came from, the fastest first. */
export type Lane = "CACHE" | "VIEW" | "AGGREGATE" | "DIRECT";

/** What can be said of an answer besides its values. */
export interface Provenance {
  readonly lane: Lane;
  /** Every change committed before this moment is in the answer. */
  readonly asOf: Temporal.Instant;
}

export interface Answer<T> extends Provenance {
  readonly value: T;
}
