/** The contract on Redis over TCP. */
import { Redis } from "ioredis";
import { messageOf, UnavailableError } from "../base/errors.ts";
import {
  countScript,
  epochMark,
  headerOf,
  readTally,
  releaseScript,
  setScript,
  tallyArguments,
  tallyScript,
  valueStart,
} from "./scripts.ts";
import { type CacheStore, type Item, RefusedError } from "./store.ts";

// A server that takes commands and answers none: the connection is given up for another one.
const silenceMs = 2_000;
const longestRetryMs = 1_000;

/**
 * Connects at once and, where that is lost, again and again; meanwhile every call rejects at once. Nothing is sent twice.
 * @param url `redis://` or, over TLS, `rediss://`, where the server's certificate and its name are verified
 * @param ca the certificates that the server's must descend from, in PEM; without it, those that Deno trusts
 */
export function createRedisStore(url: string, ca?: string): CacheStore {
  const redis = new Redis(url, {
    ...(ca !== undefined && { tls: { ca } }),
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: silenceMs,
    socketTimeout: silenceMs,
    retryStrategy: (times) => Math.min(50 * times, longestRetryMs),
    disconnectTimeout: 0,
    connectionName: "laneway",
  });
  // Why there is no connection: a call itself only tells that there is none.
  let broken: Error | undefined;
  redis.on("error", (error: Error) => void (broken = error));
  redis.on("ready", () => void (broken = undefined));
  const asked = <T>(what: string, work: () => Promise<T>) => toldAs(what, work, () => broken);

  const evaluateSet = async ({ key, value, version, ttlMs }: Item): Promise<boolean> => {
    const framed = Buffer.concat([encoder.encode(headerOf(version)), value]);
    const [epoch, generation] = [epochMark(version), String(version.generation)];
    return await redis.eval(setScript, 1, key, epoch, generation, framed, Math.ceil(ttlMs)) === 1;
  };
  return {
    getMany: (keys) =>
      asked("read", async () => {
        if (keys.length === 0) return [];
        const found = await redis.mgetBuffer(...keys);
        return found.map((stored) => {
          const start = stored ? valueStart(stored) : undefined;
          return stored && start !== undefined ? new Uint8Array(stored.subarray(start)) : undefined;
        });
      }),
    // Sent one behind the other without waiting, so that they take one round trip.
    setMany: (items) => asked("write", () => Promise.all(items.map(evaluateSet))),
    count: (key, by, ttlMs) =>
      asked("count", async () => Number(await redis.eval(countScript, 1, key, by, Math.ceil(ttlMs)))),
    tally: (key, add, oldest, ttlMs) =>
      asked("count", async () => {
        const reply = await redis.eval(tallyScript, 1, key, ...tallyArguments(add, oldest, ttlMs));
        return readTally(reply as string[]);
      }),
    lease: (key, ttlMs) =>
      asked("lease", async () => {
        const token = crypto.randomUUID();
        return await redis.set(key, token, "PX", Math.ceil(ttlMs), "NX") === "OK" ? token : undefined;
      }),
    release: (key, token) =>
      asked("release", async () => void await redis.eval(releaseScript, 1, key, token)),
    close: async () => {
      redis.disconnect();
      // Until it has let go, also of a connection that is lost, for which the client's timer goes on.
      await new Promise((resolve) => setTimeout(resolve, 0));
    },
  };
}

const encoder = new TextEncoder();

async function toldAs<T>(
  what: string,
  work: () => Promise<T>,
  broken: () => Error | undefined,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isReply = error instanceof Error && error.name === "ReplyError";
    const kind = isReply ? RefusedError : UnavailableError;
    const reason = messageOf(isReply ? error : broken() ?? error);
    throw new kind(`Cannot ${what} in Redis: ${reason}`, { cause: error });
  }
}
