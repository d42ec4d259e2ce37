/** In the browser: keeps the figures of a page up to date while somebody sees it, and asks nothing while nobody does. */
import type { Tidings } from "../../base/tidings.ts";
import { isTouched } from "./basis.ts";
import { listenForEvents } from "./events.ts";
import { askToSignIn, fetchAgain, type Shown, shownBasis, showPage } from "./page.ts";
import { whileSeen } from "./while_seen.ts";

/** How the page stands, for the mark in its header. */
export interface Standing {
  /** Whether it hears of every change within seconds, and shows it soon. */
  readonly isFollowing: boolean;
  /** What the page tells since it was made again; undefined before. */
  readonly shown: Shown | undefined;
  /** Seconds since it was made. */
  readonly sinceMade: number;
}

const soonMs = 1_000;
/** However often changes come. */
const leastPauseMs = 3_000;
/** Where events do not get through. */
const pollEveryMs = 60_000;
/** Ranges such as the last 30 days move on, though nothing changes. */
const longestKeptMs = 10 * 60_000;
/** A change that is not shown by then is no longer followed. */
const patienceMs = 30_000;

/**
 * @param tell is told how the page stands, each second while it is seen
 * @returns a function that ends it
 */
export function keepFresh(tell: (standing: Standing) => void): () => void {
  let basis = shownBasis();
  let shown: Shown | undefined;
  let left: Document | undefined;
  let outdated:
    | { readonly at: number; readonly epoch: string | null; readonly generation: number }
    | undefined;
  let noted = false;
  let [madeAt, refreshedAt, dueAt, failures] = [0, -Infinity, Infinity, 0];
  let fetching: AbortController | undefined;

  const plan = (withinMs: number) => {
    const at = Math.max(performance.now() + Math.random() * withinMs, refreshedAt + leastPauseMs);
    dueAt = Math.min(dueAt, at);
  };
  const onTidings = ({ epoch, generation, noted: areNoted, changed, withinMs }: Tidings) => {
    noted = areNoted;
    const now = performance.now();
    if (isTouched(basis, changed)) {
      outdated = { at: outdated?.at ?? now, epoch, generation };
      plan(withinMs);
    } else if (now - madeAt > longestKeptMs) plan(withinMs);
  };
  const events = listenForEvents(onTidings, () => plan(soonMs));

  async function refresh(): Promise<void> {
    dueAt = Infinity;
    const { signal } = fetching = new AbortController();
    try {
      const page = await fetchAgain(signal);
      if (page === "signed out") return askToSignIn();
      shown = showPage(page);
      left = shown.isWhole ? undefined : page;
      basis = shown.basis;
      [madeAt, failures] = [refreshedAt = performance.now(), 0];
      // What was made just before the change was heard of may have been told while it was renewed.
      const isBehind = outdated && basis?.epoch === outdated.epoch && basis.generation < outdated.generation;
      if (isBehind) plan(soonMs);
      else outdated = undefined;
    } catch {
      if (signal.aborted) return;
      failures++;
      dueAt = performance.now() + Math.min(leastPauseMs * 2 ** failures, pollEveryMs) * (0.5 + Math.random());
    } finally {
      fetching = undefined;
    }
  }
  const look = () => {
    const now = performance.now();
    events.look(basis);
    const pollAt = events.isHeard || failures > 0 ? Infinity : madeAt + pollEveryMs;
    if (now >= Math.min(dueAt, pollAt) && !fetching && navigator.onLine) refresh();
    const isLate = outdated !== undefined && now - outdated.at > patienceMs;
    tell({ isFollowing: events.isHeard && noted && !isLate, shown, sinceMade: (now - madeAt) / 1000 });
  };
  return whileSeen({
    look,
    begin: () => events.stop(true),
    end() {
      events.stop();
      fetching?.abort();
      if (left) shown = showPage(left);
      left = undefined;
    },
  });
}
