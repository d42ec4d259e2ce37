/** Those who sign in, as commands make and change them. */
import { NotFoundError, UserInputError } from "../base/errors.ts";
import type { UserRole } from "../base/scope.ts";
import type { Pool } from "../db/pool.ts";
import { statement } from "../db/statements.ts";
import { audit, type AuditEvent } from "./audit.ts";
import { checkNewPassword, hashPassword, type PasswordCost, usualCost } from "./passwords.ts";
import { revoke } from "./revoke.ts";
import { longestSessionMs } from "./sessions.ts";

export interface User {
  readonly email: string;
  readonly role: UserRole;
  readonly disabled: boolean;
  readonly created_at: Temporal.Instant;
}

export interface NewUser {
  readonly email: string;
  readonly role: UserRole;
  readonly password: string;
}

/**
 * @param actor as the audit log names who does it
 * @throws UserInputError where the address or the password is none, or the user is there already
 */
export async function addUser(
  pool: Pool,
  actor: string,
  { email, role, password }: NewUser,
  cost: PasswordCost = usualCost,
): Promise<void> {
  if (!/^[^\s@]+@[^\s@]+$/.test(email) || email.length > 254) {
    throw new UserInputError(`Cannot add ${email}: it must be an e-mail address`);
  }
  checkNewPassword(password);
  const password_hash = await hashPassword(password, cost);
  await pool.snapshot("write", async (transaction) => {
    const added = await transaction.run(statement("access/add_user"), { email, role, password_hash });
    if (added.length === 0) throw new UserInputError(`Cannot add ${email}: there is such a user already`);
    await audit(transaction, { actor, action: "user added", subject: email.toLowerCase(), detail: { role } });
  });
}

/** What is left out stays as it is. */
export interface UserChange {
  readonly role?: UserRole;
  readonly disabled?: boolean;
  readonly password?: string;
}

/** Changes a user, and ends all their sessions: what these may see was decided when they began. */
export async function changeUser(
  pool: Pool,
  actor: string,
  email: string,
  { role, disabled, password }: UserChange,
  cost: PasswordCost = usualCost,
): Promise<void> {
  if (password !== undefined) checkNewPassword(password);
  const password_hash = password === undefined ? null : await hashPassword(password, cost);
  const action = role
    ? "user role changed"
    : disabled === undefined
    ? password === undefined ? "sign-out everywhere" : "user password changed"
    : disabled
    ? "user disabled"
    : "user enabled";
  const event: AuditEvent = {
    actor,
    action,
    subject: email.toLowerCase(),
    ...(role && { detail: { role } }),
  };
  const id = await pool.snapshot("write", async (transaction) => {
    const [user] = await transaction.run<{ readonly id: string }>(statement("access/change_user"), {
      email,
      role: role ?? null,
      disabled: disabled ?? null,
      password_hash,
    });
    if (!user) throw new NotFoundError(`Cannot find the user ${email}: see deno task user list`);
    await endSessions(transaction, user.id);
    await audit(transaction, event);
    return user.id;
  });
  // Once more after the commit: whoever signed in meanwhile read the user as they were before.
  await endSessions(pool, id);
}

export function listUsers(pool: Pool): Promise<readonly User[]> {
  return pool.run<User>(statement("access/list_users"));
}

/** Ends all sessions of a user that began until now. */
export async function endSessions(database: Pick<Pool, "run">, userId: string): Promise<void> {
  await revoke(database, "user", userId, Temporal.Now.instant().add({ milliseconds: longestSessionMs }));
}
