/** Looks at the tier that processes share: what is written there can be read back. */
import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { messageOf } from "../base/errors.ts";
import { createLog } from "../base/log.ts";
import { openSharedStore } from "../cache/open.ts";
import type { Config } from "../config.ts";
import { fail, type Finding, ok, warn } from "./doctor_finding.ts";

/** A client connects by itself, and calls fail until it has. */
const patienceMs = 2_000;
const pauseMs = 100;

export async function checkCache({ sharedCache, auth }: Config): Promise<readonly Finding[]> {
  if (!sharedCache) {
    if (auth === "open") return [ok("shared cache", "none: each process keeps its own")];
    const text =
      "none: sessions are one process's, and end with it; with several, set REDIS_URL or UPSTASH_REDIS_REST_URL";
    return [warn("shared cache", text)];
  }
  const store = await openSharedStore(sharedCache, createLog({ write: () => {} }));
  const key = `doctor:${randomBytes(8).toString("hex")}`;
  const value = randomBytes(1_000);
  const version = { epoch: "doctor", generation: 1 };
  const roundTrip = async (): Promise<number> => {
    const started = performance.now();
    await store.setMany([{ key, value, version, ttlMs: 10_000 }]);
    const [read] = await store.getMany([key]);
    if (!read || Buffer.compare(read, value) !== 0) throw new TypeError("it gives back something else");
    return performance.now() - started;
  };
  try {
    for (const deadline = performance.now() + patienceMs;;) {
      try {
        const took = await roundTrip();
        return [ok("shared cache", `${sharedCache.kind}, written and read in ${took.toFixed(1)} ms`)];
      } catch (error) {
        if (performance.now() > deadline) {
          const text = `${messageOf(error)}: without it, processes share neither answers nor sessions`;
          return [fail("shared cache", text)];
        }
        await delay(pauseMs);
      }
    }
  } finally {
    await store.close();
  }
}
