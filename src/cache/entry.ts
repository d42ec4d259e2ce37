/** What is cached: bytes, what they were made from, and for how long they may be told. */
import { type Fingerprint, seal, unseal } from "./envelope.ts";
import { type Dependency, isCurrent, type Knowledge, type Origin, type ViewDependency } from "./knowledge.ts";
import { type Source, usableMs } from "./source.ts";
import type { Version } from "./store.ts";

/** Times are milliseconds of the wall clock. */
export interface Entry extends Origin {
  readonly body: Uint8Array;
  /** When the database was asked for it. */
  readonly computedAt: number;
  /** Where nothing outdates it before. */
  readonly freshUntil: number;
}

/**
 * fresh: nothing that is known has outdated it. outdated: it was current within the last two seconds, and may be told while it
 * is renewed. old: neither.
 */
export type Freshness = "fresh" | "outdated" | "old";

// Where changes are not noted, nothing but time can outdate it.
const unnotedMs = 5_000;
// The clocks of processes differ, but not by more, unless one was set back.
const skewMs = usableMs;

/** @returns how fresh an entry is, by what is known of the database that its reader uses */
export function freshnessOf(entry: Entry, source: Source, now: number): Freshness {
  const history = source.lately();
  const latest = history.at(-1);
  if (!latest || entry.computedAt - now > skewMs) return "old";
  const end = latest.isNoted ? entry.freshUntil : Math.min(entry.freshUntil, entry.computedAt + unnotedMs);
  const isUnchanged = isCurrentNow(entry, latest);
  if (isUnchanged && now < end) return "fresh";
  const lastCurrent = isUnchanged ? now : lastKnownCurrent(entry, history);
  return lastCurrent !== undefined && now - Math.min(lastCurrent, end) <= usableMs ? "outdated" : "old";
}

/**
 * What no reading before has outdated was current when it was computed, though the reading after that says otherwise: while
 * drains go on, none is told of it as current at all.
 */
function lastKnownCurrent(entry: Entry, history: readonly Knowledge[]): number | undefined {
  const heard = history.findLast((knowledge) => isCurrent(entry, knowledge))?.readAt;
  const before = history.findLast(({ readAt }) => readAt <= entry.computedAt);
  return heard !== undefined && heard === before?.readAt ? entry.computedAt : heard;
}

interface Verdict {
  readonly knowledge: Knowledge;
  readonly isCurrent: boolean;
}

// The same is asked of an entry thousands of times until anything new is known.
const verdicts = new WeakMap<Entry, Verdict>();

function isCurrentNow(entry: Entry, knowledge: Knowledge): boolean {
  const known = verdicts.get(entry);
  if (known?.knowledge === knowledge) return known.isCurrent;
  const verdict = { knowledge, isCurrent: isCurrent(entry, knowledge) };
  verdicts.set(entry, verdict);
  return verdict.isCurrent;
}

/** @returns what orders the entries of one key: of several snapshots the oldest counts */
export function versionOf({ epoch, dependencies }: Origin): Version {
  const generations = dependencies.map(({ generation }) => generation);
  return { epoch, generation: generations.length > 0 ? Math.min(...generations) : 0 };
}

/** @returns whether `entry` must not take the place of `there` */
export function isOlder(entry: Entry, there: Entry): boolean {
  const [given, kept] = [versionOf(entry), versionOf(there)];
  return given.epoch === kept.epoch && given.generation < kept.generation;
}

type About = readonly [
  epoch: string,
  computedAt: number,
  /** From then on. */
  freshMs: number,
  dependencies: readonly (readonly [number, readonly string[], readonly string[] | "any"])[],
  views: readonly (readonly [string, number])[],
];

export function sealEntry(fingerprint: Fingerprint, entry: Entry): Uint8Array {
  const { body, epoch, computedAt, freshUntil, dependencies, views } = entry;
  const about: About = [
    epoch,
    computedAt,
    freshUntil - computedAt,
    dependencies.map(({ generation, tags, months }) => [generation, tags, months]),
    views.map(({ view, generation }) => [view, generation]),
  ];
  return seal(fingerprint, { about, body });
}

/** @returns undefined for what is no entry by this version of everything */
export function unsealEntry(fingerprint: Fingerprint, sealed: Uint8Array): Entry | undefined {
  const letter = unseal(fingerprint, sealed);
  if (!letter) return undefined;
  // Its fingerprint and checksum say that this version wrote it.
  const [epoch, computedAt, freshMs, dependencies, views] = letter.about as About;
  return {
    body: letter.body,
    epoch,
    computedAt,
    freshUntil: computedAt + freshMs,
    dependencies: dependencies.map(([generation, tags, months]): Dependency => ({
      generation,
      tags,
      months,
    })),
    views: views.map(([view, generation]): ViewDependency => ({ view, generation })),
  };
}
