/** Ctrl-C at any moment leaves nothing behind: no process, no file. */

const controller = new AbortController();
const cleanups = new Set<() => Promise<void>>();

/** Aborts at the first SIGINT or SIGTERM; what has been started with it ends then. */
export const interrupted: AbortSignal = controller.signal;

async function end(): Promise<void> {
  // A terminal sends the signal to every process, and whoever started us passes it on.
  if (interrupted.aborted) return;
  controller.abort();
  for (const cleanup of [...cleanups].reverse()) await cleanup().catch(() => {});
  Deno.exit(130);
}

/** Runs `work`, and `cleanup` after it, also where the process is interrupted meanwhile. */
export async function cleanly<T>(work: () => Promise<T>, cleanup: () => Promise<void>): Promise<T> {
  if (cleanups.size === 0) listen();
  cleanups.add(cleanup);
  try {
    return await work();
  } finally {
    // What breaks because it was interrupted must not end the process before it has cleaned up.
    if (interrupted.aborted) await new Promise<never>(() => {});
    await cleanup();
    cleanups.delete(cleanup);
    if (cleanups.size === 0) stopListening();
  }
}

/** Runs `work` in a directory of its own, which is removed afterwards. */
export async function inScratch<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await Deno.makeTempDir({ prefix: "laneway-bench-" });
  return await cleanly(() => work(directory), () => Deno.remove(directory, { recursive: true }));
}

function listen(): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, end);
}

function stopListening(): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.removeSignalListener(signal, end);
}
