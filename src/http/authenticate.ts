/** Who a request is from: by its token, by its session, or because everyone on this machine may. */
import type { Revocations } from "../access/revocations.ts";
import type { Sessions } from "../access/sessions.ts";
import { ForbiddenError, UnauthenticatedError } from "../base/errors.ts";
import { type Principal, scopeOf } from "../base/scope.ts";
import { remembering } from "../base/remembering.ts";
import { isLoopback } from "../base/variables.ts";
import { sessionIdIn } from "./session_cookie.ts";

export interface AuthenticateOptions {
  /** Whether who brings nothing may see everything. */
  readonly isOpen: boolean;
  readonly bearers: (token: string) => Principal | Promise<Principal>;
  readonly sessions: Sessions;
  readonly revocations: Revocations;
}

export interface Authenticate {
  /** @returns who calls, where that is known at once; for everyone else undefined, and then {@link caller} tells */
  known(request: Request): Principal | undefined;
  /** Throws, or rejects with, UnauthenticatedError; or UnavailableError where nobody can tell. */
  caller(request: Request): Principal | Promise<Principal>;
}

/** Who calls where AUTH is open. */
const everyone: Principal = { name: "everyone", scope: scopeOf("admin") };

export function createAuthenticate(options: AuthenticateOptions): Authenticate {
  const { isOpen, bearers, sessions, revocations } = options;
  const decide = (request: Request): Principal | Promise<Principal> => {
    const authorization = request.headers.get("authorization");
    if (authorization !== null) return bearers(bearerToken(authorization));
    const id = sessionIdIn(request);
    if (id === undefined) {
      throw new UnauthenticatedError(
        "Cannot answer without knowing who asks: sign in, or send a token as Authorization: Bearer",
      );
    }
    const found = sessions.find(id);
    return found instanceof Promise ? found.then(({ principal }) => principal) : found.principal;
  };
  const find = (request: Request): Principal | Promise<Principal> => {
    if (isOpen && !request.headers.has("authorization")) return everyoneHere(request);
    const waiting = revocations.refresh();
    return waiting ? waiting.then(() => decide(request)) : decide(request);
  };
  /** What is found out about requests that were not known at once. */
  const pending = new WeakMap<Request, Promise<Principal>>();
  return {
    known(request) {
      try {
        const found = find(request);
        if (!(found instanceof Promise)) return found;
        pending.set(request, found);
        // Whoever asks for the caller is told.
        found.catch(() => {});
      } catch {
        // And told again what is wrong.
      }
      return undefined;
    },
    caller: (request) => pending.get(request) ?? find(request),
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
