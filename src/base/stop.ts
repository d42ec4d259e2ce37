/** When a process is to end: asked by a signal, or left by the parent that started it. */

export interface StopOptions {
  /**
   * Whether to end when standard input ends. A parent that holds the other end takes its children with it, however it
   * goes: a kill -9 closes the pipe too.
   */
  readonly withParent: boolean;
}

// A launcher such as npx passes on the SIGINT that a terminal has sent to all processes already.
const passedOnMs = 500;

/**
 * @returns a signal that aborts at the first SIGINT or SIGTERM; another one ends the process at once, but for a SIGINT so soon
 * that it may be the same
 */
export function stopSignal({ withParent }: StopOptions): AbortSignal {
  const controller = new AbortController();
  let abortedAt = 0;
  const abort = () => {
    abortedAt = performance.now();
    controller.abort();
  };
  const stop = () => {
    if (controller.signal.aborted) Deno.exit(130);
    abort();
  };
  Deno.addSignalListener("SIGINT", () => {
    const isSame = controller.signal.aborted && performance.now() - abortedAt <= passedOnMs;
    if (!isSame) stop();
  });
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", stop);
  if (withParent) afterInputEnds(abort);
  return controller.signal;
}

async function afterInputEnds(done: () => void): Promise<void> {
  const buffer = new Uint8Array(64);
  try {
    while (await Deno.stdin.read(buffer) !== null);
  } finally {
    done();
  }
}

/** Resolves once `signal` aborts. */
export function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** Resolves after `ms`, or as soon as `signal` aborts. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
}
