/** In the browser: does something again and again, while somebody can see it. */

/** Pauses grow after each failure, so that a server that comes back is not met by everyone at once. */
const longestPauseMs = 10 * 60_000;

/**
 * @param work rejects where it failed
 * @returns a function that calls it off
 */
export function repeatWhileSeen(work: () => Promise<void>, everyMs: number): () => void {
  let pauseMs = everyMs;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const plan = () => {
    clearTimeout(timer);
    // Apart by up to a tenth: pages that were opened together must not ask together for ever.
    if (!document.hidden) timer = setTimeout(run, pauseMs * (1 + Math.random() / 10));
  };
  const run = async () => {
    try {
      await work();
      pauseMs = everyMs;
    } catch {
      pauseMs = Math.min(2 * pauseMs, longestPauseMs);
    }
    plan();
  };
  const onSeen = () => document.hidden ? clearTimeout(timer) : run();
  document.addEventListener("visibilitychange", onSeen);
  plan();
  return () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", onSeen);
  };
}
