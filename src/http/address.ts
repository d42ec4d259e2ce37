/** Where a request comes from. */
import type { Context } from "hono";

/** @returns the address of the other end of the connection; a proxy's own where one stands between */
export function addressOf({ env }: Pick<Context, "env">): string {
  const info: Partial<Deno.ServeHandlerInfo<Deno.NetAddr>> = env ?? {};
  return info.remoteAddr?.hostname ?? "unknown";
}
