/** The contract on Upstash: Redis over HTTP, which carries text alone, so values are base64 there. */
import { Redis } from "@upstash/redis";
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

export interface UpstashOptions {
  readonly url: string;
  readonly token: string;
  /** Longest one request may take. */
  readonly deadlineMs: number;
}

export function createUpstashStore({ url, token, deadlineMs }: UpstashOptions): CacheStore {
  const redis = new Redis({
    url,
    token,
    // Each of these would cost a request more than its answer is worth.
    retry: false,
    enableTelemetry: false,
    readYourWrites: false,
    enableAutoPipelining: false,
    automaticDeserialization: false,
    // All we store is ASCII already.
    responseEncoding: false,
    signal: () => AbortSignal.timeout(deadlineMs),
  });
  const evaluate = (script: string, key: string, ...values: readonly string[]) =>
    redis.eval<string[], unknown>(script, [key], [...values]);
  const setArguments = ({ value, version, ttlMs }: Item): string[] => [
    epochMark(version),
    String(version.generation),
    headerOf(version) + value.toBase64(),
    String(Math.ceil(ttlMs)),
  ];
  return {
    getMany: (keys) =>
      asked("read", async () => {
        if (keys.length === 0) return [];
        const found = await redis.mget<unknown[]>(...keys);
        if (found.length !== keys.length) throw nonsense(found);
        return found.map(decode);
      }),
    setMany: (items) =>
      asked("write", async () => {
        const pipeline = redis.pipeline();
        for (const item of items) pipeline.eval(setScript, [item.key], setArguments(item));
        const stored = items.length > 0 ? await pipeline.exec<unknown[]>() : [];
        return stored.map((one) => whole(one) === 1);
      }),
    count: (key, by, ttlMs) =>
      asked("count", async () => {
        return whole(await evaluate(countScript, key, String(by), String(Math.ceil(ttlMs))));
      }),
    tally: (key, add, oldest, ttlMs) =>
      asked("count", async () => {
        const reply = await evaluate(tallyScript, key, ...tallyArguments(add, oldest, ttlMs));
        if (!Array.isArray(reply)) throw nonsense(reply);
        return readTally(reply.map(whole));
      }),
    lease: (key, ttlMs) =>
      asked("lease", async () => {
        const holder = crypto.randomUUID();
        const set: unknown = await redis.set(key, holder, { px: Math.ceil(ttlMs), nx: true });
        if (set !== "OK" && set !== null) throw nonsense(set);
        return set === "OK" ? holder : undefined;
      }),
    release: (key, holder) => asked("release", async () => void await evaluate(releaseScript, key, holder)),
    close: () => Promise.resolve(),
  };
}

function decode(stored: unknown): Uint8Array | undefined {
  if (typeof stored !== "string") return undefined;
  const start = valueStart(stored);
  if (start === undefined) return undefined;
  try {
    return Uint8Array.fromBase64(stored.slice(start));
  } catch {
    // Written by someone else.
    return undefined;
  }
}

function whole(reply: unknown): number {
  const number = typeof reply === "string" ? Number(reply) : reply;
  if (!Number.isSafeInteger(number)) throw nonsense(reply);
  return number as number;
}

function nonsense(reply: unknown): Error {
  return new TypeError(`its reply is not one of Redis (got ${JSON.stringify(reply)?.slice(0, 100)})`);
}

async function asked<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // The client repeats the whole command, values included: neither its message nor its stack belongs into a log.
    const message = messageOf(error).replace(/, command was: [^]*/, "");
    const kind = error instanceof Error && error.name === "UpstashError" ? RefusedError : UnavailableError;
    throw new kind(`Cannot ${what} in Upstash: ${message}`);
  }
}
