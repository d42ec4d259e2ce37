/** In the browser: hears what changes, as long as events get through, and tries again where they do not. */
import type { Basis, Tidings } from "../../base/tidings.ts";

export interface Events {
  /** Listens again where that was given up, and gives up what has fallen silent: to be called each second. */
  look(since: Basis | undefined): void;
  /** Whether events come. */
  readonly isHeard: boolean;
  /** @param soon whether to listen again at the next look */
  stop(soon?: boolean): void;
}

/** Events come every 15 seconds at least. */
const silenceMs = 40_000;
/** Until the first try again, and at most; both by half more or less, so that not all come back at once. */
const [firstPauseMs, longestPauseMs] = [2_000, 60_000];

/** @param onRefused is told where the server answers with something else: what it says, the page itself finds out */
export function listenForEvents(onTidings: (tidings: Tidings) => void, onRefused: () => void): Events {
  let source: EventSource | undefined;
  let isHeard = false;
  let [heardAt, againAt, pauseMs] = [0, 0, firstPauseMs];

  const stop = (soon = false) => {
    source?.close();
    source = undefined;
    isHeard = false;
    againAt = soon ? 0 : performance.now() + pauseMs * (0.5 + Math.random());
    pauseMs = soon ? firstPauseMs : Math.min(2 * pauseMs, longestPauseMs);
  };
  const start = (since: Basis | undefined) => {
    heardAt = performance.now();
    source = new EventSource(since ? `/live?since=${since.epoch}:${since.generation}` : "/live");
    source.onmessage = ({ data }) => {
      heardAt = performance.now();
      isHeard = true;
      pauseMs = firstPauseMs;
      onTidings(JSON.parse(data));
    };
    source.onerror = ({ target }) => {
      const isRefused = target instanceof EventSource && target.readyState === EventSource.CLOSED;
      stop();
      if (isRefused) onRefused();
    };
  };
  return {
    look(since) {
      const now = performance.now();
      if (!source && now >= againAt) start(since);
      else if (source && now - heardAt > silenceMs) stop();
    },
    get isHeard() {
      return isHeard;
    },
    stop,
  };
}
