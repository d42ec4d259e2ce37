/** API tokens: JWTs that we sign with a secret, or that an identity provider signs with keys it publishes. */
import {
  createRemoteJWKSet,
  customFetch,
  decodeProtectedHeader,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from "jose";
import { EndedError, UnauthenticatedError, UnavailableError } from "../base/errors.ts";
import { type Role, roles } from "../base/scope.ts";
import { longestEmbedSeconds } from "./embed.ts";
import { longestTokenDays } from "./revoke.ts";

export interface TokenSettings {
  /** For HS256, 32 bytes at least; undefined where no such token is taken. */
  readonly secret: string | undefined;
  /** Where the keys for RS256, ES256 and EdDSA are published; undefined where no such token is taken. */
  readonly jwksUrl: string | undefined;
  readonly issuer: string;
  readonly audience: string;
}

/** What a token that holds says of its bearer. */
export interface Token {
  readonly jti: string;
  readonly subject: string;
  readonly role: Role;
  /** Milliseconds; the skew that clocks may have is in it. */
  readonly expiresAt: number;
  readonly claims: JWTPayload;
}

export interface NewToken {
  readonly jti: string;
  readonly subject: string;
  readonly role: Role;
  readonly ttlSeconds: number;
  /** What else it says. */
  readonly claims?: JWTPayload;
}

/** Clocks of two machines may differ by so much. */
const skewSeconds = 30;
const longest = 8_192;
const published = ["RS256", "ES256", "EdDSA"];
// Headers that would bring their own key, or ask for what we do not do. What they say must not even be looked at.
const headers = ["alg", "typ", "kid", "x5t", "x5t#S256"];
const typeOfEmbeds = "embed+jwt";

/** @returns a function that rejects with UnauthenticatedError, which says why a token is none of ours */
export function createVerifier(
  settings: TokenSettings,
  now: () => number = () => Date.now(),
): (token: string) => Promise<Token> {
  const secret = settings.secret === undefined ? undefined : new TextEncoder().encode(settings.secret);
  const keys = settings.jwksUrl === undefined
    ? undefined
    : createRemoteJWKSet(new URL(settings.jwksUrl), { timeoutDuration: 3_000, [customFetch]: fetchKeys });
  const { issuer, audience } = settings;

  return async (token) => {
    const header = headerOf(token);
    const options = {
      algorithms: [header.alg],
      issuer,
      audience,
      clockTolerance: skewSeconds,
      currentDate: new Date(now()),
      requiredClaims: ["exp", "jti", "sub"],
    };
    try {
      // Which key, goes by the algorithm alone: a public key is never taken for a secret.
      if (header.alg === "HS256" && secret) {
        return read(header, await jwtVerify(token, secret, options), now());
      }
      if (published.includes(header.alg) && keys) {
        return read(header, await jwtVerify(token, keys, options), now());
      }
    } catch (error) {
      throw refusal(error);
    }
    throw new UnauthenticatedError(
      `Cannot accept the token: its algorithm is not taken here (got ${shown(header.alg)})`,
    );
  };
}

/** @returns a token signed with the secret */
export function signToken(
  settings: TokenSettings,
  token: NewToken,
  now: number = Date.now(),
): Promise<string> {
  if (settings.secret === undefined) throw new TypeError("Cannot sign a token: there is no secret");
  const seconds = Math.floor(now / 1000);
  return new SignJWT({ ...token.claims, role: token.role })
    .setProtectedHeader({ alg: "HS256", typ: token.role === "embed" ? typeOfEmbeds : "JWT" })
    .setJti(token.jti)
    .setSubject(token.subject)
    .setIssuer(settings.issuer)
    .setAudience(settings.audience)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + token.ttlSeconds)
    .sign(new TextEncoder().encode(settings.secret));
}

/** As fetch, but what is no set of keys is let go: nobody reads it. */
async function fetchKeys(url: string, options: RequestInit): Promise<Response> {
  const response = await fetch(url, options);
  if (response.status !== 200) await response.body?.cancel();
  return response;
}

interface Header {
  readonly alg: string;
  readonly typ: string;
}

function headerOf(token: string): Header {
  if (token.length > longest) throw new UnauthenticatedError("Cannot accept the token: it is too long");
  // Three parts, each as base64url is written: what jose would read leniently has two spellings.
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) {
    throw new UnauthenticatedError("Cannot accept the token: it is no signed JWT");
  }
  let header: ReturnType<typeof decodeProtectedHeader>;
  try {
    header = decodeProtectedHeader(token);
  } catch {
    throw new UnauthenticatedError("Cannot accept the token: its header cannot be read");
  }
  const strange = Object.keys(header).find((name) => !headers.includes(name));
  if (strange !== undefined) {
    throw new UnauthenticatedError(`Cannot accept the token: its header must not hold ${shown(strange)}`);
  }
  return { alg: String(header.alg), typ: String(header.typ ?? "JWT").toLowerCase() };
}

function read({ typ }: Header, { payload }: { readonly payload: JWTPayload }, now: number): Token {
  const { jti, sub, exp, role } = payload;
  const known = roles.find((name) => name === role);
  if (!known) {
    throw new UnauthenticatedError(`Cannot accept the token: its role must be one of ${roles.join(", ")}`);
  }
  if (typeof jti !== "string" || jti === "" || jti.length > 200 || typeof sub !== "string" || sub === "") {
    throw new UnauthenticatedError("Cannot accept the token: its jti and sub must be texts");
  }
  // So that one kind of token is never taken for the other.
  if ((known === "embed") !== (typ === typeOfEmbeds)) {
    throw new UnauthenticatedError("Cannot accept the token: its type and its role contradict each other");
  }
  // Beyond that, nobody would remember that it was revoked.
  const mostSeconds = known === "embed" ? longestEmbedSeconds : longestTokenDays * 86_400;
  if (Number(exp) > now / 1000 + mostSeconds + skewSeconds) {
    throw new UnauthenticatedError(
      `Cannot accept the token: its exp must not be more than ${mostSeconds / 3_600} hours ahead`,
    );
  }
  return { jti, subject: sub, role: known, expiresAt: (Number(exp) + skewSeconds) * 1000, claims: payload };
}

function refusal(error: unknown): Error {
  if (error instanceof UnauthenticatedError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ERR_JWT_EXPIRED") return new EndedError("Cannot accept the token: it has expired");
  if (code === "ERR_JWT_CLAIM_VALIDATION_FAILED") {
    const claim = error instanceof Error && "claim" in error ? String(error.claim) : "a claim";
    return new UnauthenticatedError(`Cannot accept the token: its ${claim} is missing or wrong`);
  }
  if (
    ["ERR_JWKS_TIMEOUT", "ERR_JOSE_GENERIC", "ERR_JWKS_INVALID"].includes(code) || error instanceof TypeError
  ) {
    return new UnavailableError("Cannot check the token: its issuer's keys cannot be read", { cause: error });
  }
  return new UnauthenticatedError("Cannot accept the token: its signature does not hold", { cause: error });
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 40));
}
