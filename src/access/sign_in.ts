/** Signing in and out. Whether an address belongs to a user, neither the answer nor its time tells. */
import { networkOf } from "../base/ip_address.ts";
import type { UserRole } from "../base/scope.ts";
import type { CacheStore } from "../cache/store.ts";
import type { Queryable } from "../db/pool.ts";
import { statement } from "../db/statements.ts";
import { audit } from "./audit.ts";
import { isPassword, nobodysHash, type PasswordCost, usualCost } from "./passwords.ts";
import { revoke } from "./revoke.ts";
import { type KnownSession, longestSessionMs, type Sessions } from "./sessions.ts";
import { createThrottle } from "./throttle.ts";
import { endSessions } from "./users.ts";

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Where a request comes from, for the audit log. */
export interface Origin {
  readonly address: string;
  readonly requestId: string;
}

export type SignedIn =
  | { readonly kind: "signed in"; readonly id: string }
  | { readonly kind: "refused" }
  | { readonly kind: "throttled" };

export interface SignIn {
  signIn(credentials: Credentials, origin: Origin): Promise<SignedIn>;
  /** @param everywhere ends all sessions of the user, not this one alone */
  signOut(known: KnownSession, everywhere: boolean, origin: Origin): Promise<void>;
}

export interface SignInOptions {
  readonly database: Queryable;
  readonly sessions: Sessions;
  readonly store: CacheStore;
  /** What passwords cost that no user has: the same as those of users. */
  readonly cost?: PasswordCost;
  readonly check?: typeof isPassword;
}

const quarterOfAnHour = 15 * 60_000;
/** Wrong ones in a quarter of an hour. */
const mostByAccount = 10;
const mostByAddress = 50;

interface Row {
  readonly id: string;
  readonly email: string;
  readonly role: UserRole;
  readonly password_hash: string;
  readonly disabled: boolean;
  readonly read_at: Temporal.Instant;
}

export function createSignIn(options: SignInOptions): SignIn {
  const { database, sessions, store, cost = usualCost, check = isPassword } = options;
  const byAccount = createThrottle({ name: "account", store, most: mostByAccount, perMs: quarterOfAnHour });
  const byAddress = createThrottle({ name: "address", store, most: mostByAddress, perMs: quarterOfAnHour });

  return {
    async signIn({ email: given, password }, { address, requestId }) {
      // Who has one address of a network in IPv6 has all of them.
      const network = networkOf(address);
      const email = given.replace(/\p{C}/gu, "").trim().toLowerCase().slice(0, 254);
      // Counted before it is known whether it is right, so that many at once are counted too.
      // Whose address has had its tries, counts against no account any more.
      if (!await byAddress.try(network) || !await byAccount.try(email)) return { kind: "throttled" };
      const [user] = await database.run<Row>(statement("access/user_to_sign_in"), { email });
      const isRight = await check(password, user?.password_hash ?? nobodysHash(cost));
      const event = { actor: `user:${email}`, address, requestId };
      if (!user || user.disabled || !isRight) {
        await audit(database, { ...event, action: "sign-in failed" });
        return { kind: "refused" };
      }
      await Promise.all([byAccount.forgive(email), byAddress.forgive(network)]);
      const { id: userId, role, read_at: readAt } = user;
      const id = await sessions.begin({ userId, email, role, startedAt: readAt.epochMilliseconds });
      await audit(database, { ...event, action: "sign-in" });
      return { kind: "signed in", id };
    },
    async signOut({ session: { userId, email }, hash }, everywhere, { address, requestId }) {
      if (everywhere) await endSessions(database, userId);
      else {await revoke(
          database,
          "session",
          hash,
          Temporal.Now.instant().add({ milliseconds: longestSessionMs }),
        );}
      const action = everywhere ? "sign-out everywhere" : "sign-out";
      await audit(database, { actor: `user:${email}`, action, address, requestId });
    },
  };
}
