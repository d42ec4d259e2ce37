/** The tier that processes share, as the settings name it. */
import type { Log } from "../base/log.ts";
import type { Certificates } from "../base/tls.ts";
import { guard } from "./guard.ts";
import type { CacheStore } from "./store.ts";

export type SharedCache =
  | { readonly kind: "redis"; readonly url: string; readonly ca?: Certificates | undefined }
  | { readonly kind: "upstash"; readonly url: string; readonly token: string };

const deadlineMs = 50;

/**
 * @param onChange told when the tier is given up, and when it answers again
 * @returns the tier, each call of which takes 50 ms at most; it connects by itself, now or later
 */
export async function openSharedStore(
  shared: SharedCache,
  log: Log,
  onChange: (state: "lost" | "back") => void = () => {},
): Promise<CacheStore> {
  return guard(await connect(shared), {
    deadlineMs,
    onChange(state, reason) {
      onChange(state);
      if (state === "lost") log.warn("shared cache lost", { reason });
      else log.info("shared cache is back");
    },
  });
}

/** Clients are loaded where they are used: a start takes longer with each. */
async function connect(shared: SharedCache): Promise<CacheStore> {
  if (shared.kind === "redis") {
    const { createRedisStore } = await import("./redis.ts");
    return createRedisStore(shared.url, shared.ca?.text);
  }
  const { createUpstashStore } = await import("./upstash.ts");
  // The guard gives up first, once it has looked for what arrived meanwhile; this ends the request itself.
  return createUpstashStore({ url: shared.url, token: shared.token, deadlineMs: 2 * deadlineMs });
}
