/** Who a token stands for: checked once, and known from then on until it ends or is revoked. */
import { EndedError, messageOf, UnauthenticatedError } from "../base/errors.ts";
import { type PerMinute, type Principal, type Role, type Scope, scopeOf } from "../base/scope.ts";
import { createLru } from "../cache/lru.ts";
import { readEmbedLimits } from "./embed.ts";
import type { Revocations } from "./revocations.ts";
import type { Token } from "./tokens.ts";

export interface BearersOptions {
  readonly verify: (token: string) => Promise<Token>;
  readonly revocations: Revocations;
  /** Milliseconds of the wall clock. */
  readonly now?: () => number;
}

interface Known {
  readonly jti: string;
  readonly expiresAt: number;
  readonly principal: Principal;
}

/** Some thousands of tokens. */
const mostBytes = 8_000_000;
const bytesOfPrincipal = 500;

/** What is known of revocations must be recent: see `refresh` of these. */
export interface Bearers {
  /** @returns undefined for a token that was not verified yet; throws UnauthenticatedError for one that holds no longer */
  known(token: string): Principal | undefined;
  /** Rejects with UnauthenticatedError. */
  verify(token: string): Promise<Principal>;
}

export function createBearers({ verify, revocations, now = () => Date.now() }: BearersOptions): Bearers {
  const known = createLru<Known>(mostBytes, () => bytesOfPrincipal);
  const standing = ({ jti, expiresAt, principal }: Known): Principal => {
    if (now() >= expiresAt) throw new EndedError("Cannot accept the token: it has expired");
    if (revocations.has("token", jti)) {
      throw new EndedError("Cannot accept the token: it was revoked");
    }
    return principal;
  };
  return {
    known(token) {
      const found = known.get(token);
      return found && standing(found);
    },
    async verify(token) {
      const { jti, expiresAt, role, claims } = await verify(token);
      const fresh = {
        jti,
        expiresAt,
        principal: {
          name: `token:${jti}`,
          scope: scopeIn(role, claims["embed"]),
          perMinute: perMinuteIn(claims),
        },
      };
      const principal = standing(fresh);
      known.set(token, fresh);
      return principal;
    },
  };
}

function scopeIn(role: Role, embed: unknown): Scope {
  if (role !== "embed") return scopeOf(role);
  try {
    return scopeOf(role, readEmbedLimits(embed));
  } catch (error) {
    throw new UnauthenticatedError(`Cannot accept the token: ${messageOf(error)}`);
  }
}

function perMinuteIn(claims: Token["claims"]): PerMinute | undefined {
  const [requests, cost] = ["requestsPerMinute", "costPerMinute"].map((name) => {
    const value = claims[name];
    if (value === undefined || typeof value === "number" && Number.isSafeInteger(value) && value > 0) {
      return value;
    }
    throw new UnauthenticatedError(`Cannot accept the token: its ${name} must be a whole number above 0`);
  });
  return requests === undefined && cost === undefined ? undefined : { requests, cost };
}
