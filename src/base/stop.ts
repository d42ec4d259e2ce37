/** When a process is to end: asked by a signal, or left by the parent that started it. */

export interface StopOptions {
  /**
   * Whether to end when standard input ends. A parent that holds the other end takes its children with it, however it
   * goes: a kill -9 closes the pipe too.
   */
  readonly withParent: boolean;
}

/** @returns a signal that aborts at the first SIGINT or SIGTERM; the second one ends the process at once */
export function stopSignal({ withParent }: StopOptions): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) Deno.exit(130);
    controller.abort();
  };
  Deno.addSignalListener("SIGINT", stop);
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", stop);
  if (withParent) afterInputEnds(() => controller.abort());
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
