/** Embeds: their tokens are minted here, and used on the pages of the sites that they name. */
import { audit } from "../access/audit.ts";
import { longestEmbedSeconds, readEmbedLimits } from "../access/embed.ts";
import type { Origin } from "../access/sign_in.ts";
import { signToken, type TokenSettings } from "../access/tokens.ts";
import { ForbiddenError, UnavailableError, UserInputError } from "../base/errors.ts";
import type { Principal } from "../base/scope.ts";
import type { Queryable } from "../db/pool.ts";

export interface Minted {
  readonly token: string;
  /** By which it is revoked. */
  readonly jti: string;
  readonly expiresAt: string;
}

export type MintEmbed = (body: unknown, principal: Principal, origin: Origin) => Promise<Minted>;

const usualSeconds = 3_600;

/** @returns a function that rejects with ForbiddenError for those who see less than an embed may be given */
export function createMintEmbed(tokens: TokenSettings, database: Queryable): MintEmbed {
  return async (body, { name, scope: { role } }, { address, requestId }) => {
    if (role !== "analyst" && role !== "admin") {
      throw new ForbiddenError(`Cannot mint tokens for embeds: it needs the role analyst (this is ${role})`);
    }
    if (tokens.secret === undefined) throw new UnavailableError("Cannot mint tokens: JWT_SECRET is not set");
    const { ttlSeconds = usualSeconds, ...given } = (body ?? {}) as Readonly<Record<string, unknown>>;
    if (!Number.isInteger(ttlSeconds) || Number(ttlSeconds) < 1 || Number(ttlSeconds) > longestEmbedSeconds) {
      throw new UserInputError(
        `Cannot embed: ttlSeconds must be a whole number from 1 to ${longestEmbedSeconds}`,
      );
    }
    const embed = readEmbedLimits(given);
    const jti = crypto.randomUUID();
    const now = Date.now();
    const ttl = Number(ttlSeconds);
    const token = await signToken(tokens, {
      jti,
      subject: name,
      role: "embed",
      ttlSeconds: ttl,
      claims: { embed },
    }, now);
    await audit(database, {
      actor: name,
      action: "embed token minted",
      subject: jti,
      address,
      requestId,
      detail: { embed, ttl },
    });
    return { token, jti, expiresAt: new Date(now + ttl * 1000).toISOString() };
  };
}

/**
 * @returns the site whose page may read the answer; undefined where no page asks, or one of our own
 * @throws ForbiddenError where an embed's token is used on the page of another site than it names
 */
export function siteOf({ scope: { embed } }: Principal, request: Request): string | undefined {
  const origin = request.headers.get("origin");
  if (!embed || origin === null || origin === new URL(request.url).origin) return undefined;
  if (embed.origins.includes(origin)) return origin;
  throw new ForbiddenError(`Cannot answer on a page of ${origin}: the embed's token does not name that site`);
}

/** What browsers are told who ask whether another site's page may send a token: it may, and the token says the rest. */
export function answerPreflight(): Response {
  return new Response(null, {
    status: 204,
    headers: {
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET, POST",
      "access-control-allow-headers": "authorization, content-type",
      "access-control-max-age": "7200",
    },
  });
}
