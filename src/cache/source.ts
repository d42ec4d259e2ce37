/** One database, as a process that caches what it answered knows it: its generations, read when somebody asks. */
import { within } from "../base/within.ts";
import { type Knowledge, learn, type Reading } from "./knowledge.ts";

/** One server's: what is known of a replica says nothing of another one. */
export interface Source {
  readonly name: string;
  /** @returns what is known, without waiting; undefined where that is too old to tell */
  known(): Knowledge | undefined;
  /** @returns what is known, read anew where that is too old; undefined where the database does not answer */
  current(): Promise<Knowledge | undefined>;
  /** @returns what was known lately, at moments of the last two seconds at least, the latest last */
  lately(): readonly Knowledge[];
  /** @param listener is told whenever something is known that was not before */
  onChange(listener: () => void): void;
}

export interface SourceOptions {
  readonly name: string;
  /** @param since what is known already: notes up to there need not be repeated */
  readonly read: (since: Knowledge | undefined) => Promise<Reading>;
  /** Milliseconds of the wall clock. */
  readonly now: () => number;
}

/** Knowledge is renewed when it is so old, */
const renewMs = 1_000;
/** and used until it is so old: in between nobody waits for it. */
export const usableMs = 2_000;
const patienceMs = 500;

/** Asks the database nothing until it is asked itself. */
export function createSource({ name, read, now }: SourceOptions): Source {
  let history: readonly Knowledge[] = [];
  let reading: Promise<void> | undefined;
  let failedAt = -Infinity;
  const listeners: (() => void)[] = [];

  async function readOnce(): Promise<void> {
    const readAt = now();
    const latest = history.at(-1);
    try {
      const knowledge = learn(latest, await read(latest), readAt);
      const recent = history.filter((known) => since(known.readAt) <= usableMs);
      history = [...recent, knowledge];
      failedAt = -Infinity;
      if (latest && isNew(knowledge, latest)) { for (const listener of listeners) listener(); }
    } catch {
      // Whoever asks the database itself is told; here it only means that nothing is known.
      failedAt = now();
    }
  }
  const start = (): Promise<void> => reading ??= readOnce().finally(() => reading = undefined);
  /** What is of later than now was read before the clock was set back, nobody knows how long ago. */
  const since = (then: number) => {
    const at = now();
    return at < then ? Infinity : at - then;
  };
  const age = () => since(history.at(-1)?.readAt ?? -Infinity);
  /** A database that failed is tried again once a second, and nobody waits for that. */
  const renewBehind = (passed: number) => {
    if (passed >= renewMs && since(failedAt) >= renewMs) start();
  };
  return {
    name,
    known() {
      const passed = age();
      renewBehind(passed);
      return passed < usableMs ? history.at(-1) : undefined;
    },
    async current() {
      renewBehind(age());
      if (age() >= usableMs && failedAt === -Infinity) {
        await within(patienceMs, start(), () => new Error("late")).catch(() => void (failedAt = now()));
      }
      return age() < usableMs ? history.at(-1) : undefined;
    },
    lately: () => history,
    onChange: (listener) => void listeners.push(listener),
  };
}

function isNew(knowledge: Knowledge, before: Knowledge): boolean {
  if (knowledge.epoch !== before.epoch || knowledge.generation > before.generation) return true;
  return [...knowledge.views].some(([view, generation]) => generation !== before.views.get(view));
}
