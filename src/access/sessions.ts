/**
 * Sessions of those who signed in: under the hash of their id in the cache that processes share, so that any process knows
 * them and none, nor the cache, could take one over. A session ends after a while without a request, and in any case after two weeks.
 */
import { createHash, randomBytes } from "node:crypto";
import { UnauthenticatedError } from "../base/errors.ts";
import { type Principal, scopeOf, type UserRole } from "../base/scope.ts";
import { createLru } from "../cache/lru.ts";
import type { CacheStore } from "../cache/store.ts";
import type { Revocations } from "./revocations.ts";

export const longestSessionMs = 14 * 24 * 3_600_000;
/** Without a request. */
const idleMs = 12 * 3_600_000;
/** How often the shared cache is told that a session goes on. */
const renewMs = 10 * 60_000;

export interface Session {
  readonly userId: string;
  readonly email: string;
  readonly role: UserRole;
  /** Milliseconds, by the database's clock. */
  readonly startedAt: number;
}

export interface Sessions {
  /** @returns the id, which is the visitor's alone to know: 256 random bits */
  begin(session: Session): Promise<string>;
  /** @returns undefined for one that this process has to look for; throws UnauthenticatedError for one that has ended */
  known(id: string): KnownSession | undefined;
  /** Looks for it in the shared cache; rejects with UnauthenticatedError where there is none. */
  find(id: string): Promise<KnownSession>;
}

export interface KnownSession {
  readonly session: Session;
  readonly principal: Principal;
  /** What it is called in the table of what is revoked. */
  readonly hash: string;
}

export interface SessionsOptions {
  readonly store: CacheStore;
  readonly revocations: Revocations;
  /** Milliseconds of the wall clock. */
  readonly now?: () => number;
}

interface Remembered extends KnownSession {
  usedAt: number;
  renewedAt: number;
}

const mostBytes = 8_000_000;
const bytesOfSession = 800;

export function createSessions({ store, revocations, now = () => Date.now() }: SessionsOptions): Sessions {
  const remembered = createLru<Remembered>(mostBytes, () => bytesOfSession);

  const write = async (hash: string, session: Session): Promise<void> => {
    const value = encoder.encode(JSON.stringify(session));
    const version = { epoch: "sessions", generation: Math.floor(now() / 1000) };
    await store.setMany([{ key: `session:${hash}`, value, version, ttlMs: idleMs }]);
  };
  const standing = (found: Remembered): KnownSession => {
    const { session, hash } = found;
    const [at, { startedAt, userId }] = [now(), session];
    const isOver = at >= startedAt + longestSessionMs;
    if (isOver || revocations.has("session", hash) || revocations.has("user", userId, startedAt)) {
      throw new UnauthenticatedError("Cannot go on with this session: it has ended; sign in again");
    }
    found.usedAt = at;
    if (at >= found.renewedAt + renewMs) {
      found.renewedAt = at;
      // A shared cache that is away learns of it next time.
      write(hash, session).catch(() => found.renewedAt = at - renewMs + 60_000);
    }
    return found;
  };
  const remember = (id: string, hash: string, session: Session, renewedAt: number): Remembered => {
    const principal: Principal = { name: `user:${session.email}`, scope: scopeOf(session.role) };
    const found = { session, principal, hash, usedAt: now(), renewedAt };
    remembered.set(id, found);
    return found;
  };
  return {
    async begin(session) {
      const id = randomBytes(32).toString("base64url");
      const hash = hashOf(id);
      await write(hash, session);
      remember(id, hash, session, now());
      return id;
    },
    known(id) {
      const known = remembered.get(id);
      // One that rested here may have been used in another process: the shared cache knows.
      return known && now() < known.usedAt + idleMs ? standing(known) : undefined;
    },
    async find(id) {
      if (!/^[\w-]{43}$/.test(id)) throw noSession();
      const hash = hashOf(id);
      const [value] = await store.getMany([`session:${hash}`]);
      const session = value && sessionIn(value);
      if (!session) throw noSession();
      return standing(remember(id, hash, session, -Infinity));
    },
  };
}

const encoder = new TextEncoder();

function hashOf(id: string): string {
  return createHash("sha256").update(id).digest("base64url");
}

/** @returns undefined for what others wrote there */
function sessionIn(value: Uint8Array): Session | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(value));
  } catch {
    return undefined;
  }
}

function noSession(): UnauthenticatedError {
  return new UnauthenticatedError("Cannot find this session: it has ended; sign in again");
}
