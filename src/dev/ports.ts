/** Ports of this machine that nothing listens on. */

/** @returns whether a server could listen on the port now */
export function isFree(port: number): boolean {
  try {
    Deno.listen({ hostname: "127.0.0.1", port }).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) return false;
    throw error;
  }
}

/** @returns the first free port from `first` on */
export function firstFree(first: number): number {
  for (let port = first; port <= 65_535; port++) {
    if (isFree(port)) return port;
  }
  throw new RangeError(`Cannot find a free port from ${first} on`);
}
