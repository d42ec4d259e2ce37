/** Ends tokens and sessions before their time. */
import type { Queryable } from "../db/pool.ts";
import { statement } from "../db/statements.ts";
import type { RevokedKind } from "./revocations.ts";

/** The longest that a token of ours holds. */
export const longestTokenDays = 365;

/** @param expiresAt when it would have ended by itself; for a token, whatever it says, the longest that any holds */
export async function revoke(
  database: Queryable,
  kind: RevokedKind,
  subject: string,
  expiresAt: Temporal.Instant = Temporal.Now.instant().add({ hours: longestTokenDays * 24 + 1 }),
): Promise<void> {
  await database.run(statement("access/revoke"), { kind, subject, expires_at: expiresAt });
}
