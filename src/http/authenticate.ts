/** Who a request is from: by its token, by its session, or because everyone on this machine may. */
import type { Bearers } from "../access/bearers.ts";
import type { Revocations } from "../access/revocations.ts";
import type { Sessions } from "../access/sessions.ts";
import { ForbiddenError, UnauthenticatedError } from "../base/errors.ts";
import { type Principal, scopeOf } from "../base/scope.ts";
import { remembering } from "../base/remembering.ts";
import { isLoopback } from "../base/variables.ts";
import type { Guess } from "./guesses.ts";
import { sessionIdIn } from "./session_cookie.ts";

export interface AuthenticateOptions {
  /** Whether who brings nothing may see everything. */
  readonly isOpen: boolean;
  readonly bearers: Bearers;
  readonly sessions: Sessions;
  readonly revocations: Revocations;
}

export interface Authenticate {
  /** @returns who calls, where that is known at once; for everyone else undefined, and then {@link caller} tells */
  known(request: Request): Principal | undefined;
  /**
   * @param guess lets what this process does not know yet be looked at, or does not; it does unless given
   * Throws, or rejects with, UnauthenticatedError; or UnavailableError where nobody can tell; or as `guess` does.
   */
  caller(request: Request, guess?: Guess): Principal | Promise<Principal>;
}

/** Who calls where AUTH is open. */
const everyone: Principal = { name: "everyone", scope: scopeOf("admin") };

/** Who it is where that is known, and else how to find out. */
type Found = Principal | (() => Promise<Principal>);

export function createAuthenticate(options: AuthenticateOptions): Authenticate {
  const { isOpen, bearers, sessions, revocations } = options;
  const find = (request: Request): Found => {
    const authorization = request.headers.get("authorization");
    if (authorization !== null) {
      const token = bearerToken(authorization);
      return bearers.known(token) ?? (() => bearers.verify(token));
    }
    if (isOpen) return everyoneHere(request);
    const id = sessionIdIn(request);
    if (id === undefined) {
      throw new UnauthenticatedError(
        "Cannot answer without knowing who asks: sign in, or send a token as Authorization: Bearer",
      );
    }
    return sessions.known(id)?.principal ?? (async () => (await sessions.find(id)).principal);
  };
  /** What is known of revocations is of no use for whoever brings nothing that could be revoked. */
  const refresh = ({ headers }: Request) =>
    isOpen && !headers.has("authorization") ? undefined : revocations.refresh();
  return {
    known(request) {
      try {
        if (refresh(request)) return undefined;
        const found = find(request);
        return typeof found === "function" ? undefined : found;
      } catch {
        // The long way tells what is wrong.
        return undefined;
      }
    },
    caller(request, guess = (check) => check()) {
      const decide = () => {
        const found = find(request);
        return typeof found === "function" ? guess(found) : found;
      };
      const waiting = refresh(request);
      return waiting ? waiting.then(decide) : decide();
    },
  };
}

/** What stands in a request's address before its path: few are in use, and URL takes its time to read them. */
const hostnameOf = remembering((origin: string) => new URL(origin).hostname);

/** A name that another site has led to this machine is in the request: its pages must not read what is open here. */
function everyoneHere({ url }: Request): Principal {
  const hostname = hostnameOf(url.slice(0, url.indexOf("/", "https://".length)));
  if (isLoopback(hostname)) return everyone;
  throw new ForbiddenError(
    `Cannot answer for ${hostname}: AUTH is open, which is for this machine alone; use localhost, or AUTH=required`,
  );
}

function bearerToken(authorization: string): string {
  const token = /^bearer +(\S+)$/i.exec(authorization)?.[1];
  if (token === undefined) {
    throw new UnauthenticatedError("Cannot read the Authorization header: it must be Bearer and one token");
  }
  return token;
}
