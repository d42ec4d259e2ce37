/**
 * What a process knows of the changes in one database. Nothing is sent to caches: a drain notes its number for what it
 * altered, processes read these notes, and a value is compared with them by the number it carries.
 */

/** A drain's note: the last that altered answers with this tag about this month. */
export interface Note {
  readonly tag: string;
  /** Its first day, such as `2026-11-01`; `-infinity` for what all months show, `infinity` for any of the others. */
  readonly month: string;
  readonly generation: number;
}

/** What the database said at one moment, of one snapshot. */
export interface Reading {
  /** Generations compare only within one epoch. */
  readonly epoch: string;
  readonly generation: number;
  /** All, or at least those since the reading before, where that was of the same epoch. */
  readonly notes: readonly Note[];
  /** Which generation each view is of. */
  readonly views: ReadonlyMap<string, number>;
  /** How long ago it was that all changes had been noted; Infinity where they never were. */
  readonly behindMs: number;
}

export interface Knowledge {
  /** When the database was asked, in milliseconds of the wall clock: it holds for everything before. */
  readonly readAt: number;
  readonly epoch: string;
  /** The number of the last drain that was heard of. */
  readonly generation: number;
  /** What the last reading gave for it: less than `generation` where the database went back. */
  readonly reported: number;
  /** By tag and month. */
  readonly notes: ReadonlyMap<string, number>;
  readonly views: ReadonlyMap<string, number>;
  /** Whether changes are noted soon: not without drains, nor while these have more to do than they manage. */
  readonly isNoted: boolean;
}

/** What a value is made from, as far as drains note it. */
export interface Dependency {
  /** That its snapshot had seen. */
  readonly generation: number;
  readonly tags: readonly string[];
  /** Those it is about; empty for what has no time, such as names. */
  readonly months: readonly string[] | "any";
}

/**
 * What a value is made from that is a materialized view: it is as old as that, and outdated by the next refresh that brings
 * anything new.
 */
export interface ViewDependency {
  readonly view: string;
  /** That the view's rows were made at. */
  readonly generation: number;
}

export interface Origin {
  readonly epoch: string;
  readonly dependencies: readonly Dependency[];
  readonly views: readonly ViewDependency[];
}

// A process that drains does so every second, also where there is nothing to do.
const longestBehindMs = 5_000;

const everyMonth = "-infinity";
const anyMonth = "infinity";

/**
 * @param before what was known of the same database
 * @returns what is known with one more reading; within an epoch nothing is unlearnt, whichever server answered
 */
export function learn(before: Knowledge | undefined, reading: Reading, readAt: number): Knowledge {
  const { epoch, generation } = reading;
  const known = before?.epoch === epoch ? before : undefined;
  const notes = new Map(known?.notes);
  for (const note of reading.notes) {
    const place = `${note.tag} ${note.month}`;
    notes.set(place, Math.max(note.generation, notes.get(place) ?? 0));
  }
  const views = new Map(known?.views);
  for (const [view, generation] of reading.views) {
    views.set(view, Math.max(generation, views.get(view) ?? 0));
  }
  return {
    readAt,
    epoch,
    generation: Math.max(generation, known?.generation ?? 0),
    reported: generation,
    notes,
    views,
    isNoted: reading.behindMs <= longestBehindMs,
  };
}

/** @returns whether nothing that is known has outdated the value */
export function isCurrent({ epoch, dependencies, views }: Origin, knowledge: Knowledge): boolean {
  if (epoch !== knowledge.epoch) return false;
  return dependencies.every((dependency) => holds(dependency, knowledge)) &&
    views.every(({ view, generation }) => (knowledge.views.get(view) ?? 0) <= generation);
}

function holds({ generation, tags, months }: Dependency, { notes }: Knowledge): boolean {
  const isUnchanged = (tag: string, month: string) => (notes.get(`${tag} ${month}`) ?? 0) <= generation;
  return tags.every((tag) =>
    isUnchanged(tag, everyMonth) &&
    (months === "any" ? isUnchanged(tag, anyMonth) : months.every((month) => isUnchanged(tag, month)))
  );
}
