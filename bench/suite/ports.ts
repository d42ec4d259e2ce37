/** Ports for the servers of benches, which may run side by side. */

/** @returns one that the system gives to nobody soon: it goes through all of them first */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
