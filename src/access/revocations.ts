/**
 * What is no longer valid before its time: tokens, sessions, all sessions of a user. Read from the database once a second at
 * most, on demand and behind the callers' backs, so that each process knows within five seconds and nobody waits for it.
 */
import { UnavailableError } from "../base/errors.ts";
import { within } from "../base/within.ts";
import type { Queryable } from "../db/pool.ts";
import { statement } from "../db/statements.ts";

export type RevokedKind = "token" | "session" | "user";

export interface Revocations {
  /**
   * Sees to it that what is known is recent.
   * @returns undefined where it is; else a promise to wait for, as after a rest
   * @throws UnavailableError where the database has not answered for ten minutes
   */
  refresh(): Promise<void> | undefined;
  /** @param since milliseconds: for a user, when the session began; what began later is valid */
  has(kind: RevokedKind, subject: string, since?: number): boolean;
}

/** Milliseconds since the last reading: from there on one is made; waited for; and from there on nobody is believed. */
const renewAfter = 1_000;
const waitAfter = 4_000;
const lostAfter = 10 * 60_000;
/** A database that hangs must not hold up those whose tokens are known. */
const patienceMs = 250;

interface Row {
  readonly kind: RevokedKind;
  readonly subject: string;
  readonly revoked_at: Temporal.Instant;
  readonly expires_at: Temporal.Instant;
}

/** @param now milliseconds of the wall clock */
export function createRevocations(database: Queryable, now: () => number = () => Date.now()): Revocations {
  const revoked = new Map<string, { readonly at: number; readonly until: number }>();
  let since = Temporal.Instant.fromEpochMilliseconds(0);
  let readAt = -Infinity;
  let triedAt = -Infinity;
  let reading: Promise<void> | undefined;

  async function read(): Promise<void> {
    const startedAt = triedAt = now();
    const rows = await database.run<Row>(statement("access/revocations"), { since });
    for (const { kind, subject, revoked_at: at, expires_at: until } of rows) {
      if (Temporal.Instant.compare(at, since) > 0) since = at;
      revoked.set(keyOf(kind, subject), { at: at.epochMilliseconds, until: until.epochMilliseconds });
    }
    for (const [key, { until }] of revoked) if (until < startedAt) revoked.delete(key);
    readAt = startedAt;
  }
  const start = () => reading ??= read().finally(() => reading = undefined);

  return {
    refresh() {
      const age = now() - readAt;
      if (age < renewAfter) return undefined;
      const flight = now() - triedAt < renewAfter ? reading : start();
      // A failure is told by what is known growing old.
      flight?.catch(() => {});
      if (age < waitAfter) return undefined;
      if (age < lostAfter) return flight && within(patienceMs, flight, late).catch(() => {});
      if (!flight) throw late();
      return flight.catch((cause) => {
        throw new UnavailableError("Cannot check who calls: the database does not answer", { cause });
      });
    },
    has(kind, subject, from = 0) {
      const found = revoked.get(keyOf(kind, subject));
      return found !== undefined && (kind !== "user" || found.at >= from);
    },
  };
}

function keyOf(kind: RevokedKind, subject: string): string {
  return `${kind}:${subject}`;
}

function late(): UnavailableError {
  return new UnavailableError("Cannot check who calls: the database does not answer");
}
