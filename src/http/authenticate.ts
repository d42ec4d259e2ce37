/** Who a request is from: by its token, by its session, or because everyone on this machine may. */
import type { Revocations } from "../access/revocations.ts";
import type { Sessions } from "../access/sessions.ts";
import { ForbiddenError, UnauthenticatedError } from "../base/errors.ts";
import { everything, type Principal } from "../base/scope.ts";
import { isLoopback } from "../base/variables.ts";
import { sessionIdIn } from "./session_cookie.ts";

export interface AuthenticateOptions {
  /** Whether who brings nothing may see everything. */
  readonly isOpen: boolean;
  readonly bearers: (token: string) => Principal | Promise<Principal>;
  readonly sessions: Sessions;
  readonly revocations: Revocations;
}

/** Throws, or rejects with, UnauthenticatedError; or UnavailableError where nobody can tell. */
export type Authenticate = (request: Request) => Principal | Promise<Principal>;

/** Who calls where AUTH is open. */
const everyone: Principal = { name: "everyone", scope: everything };

/** @returns a function that tells at once who is known already */
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
  return (request) => {
    if (isOpen && !request.headers.has("authorization")) return everyoneHere(request);
    const waiting = revocations.refresh();
    return waiting ? waiting.then(() => decide(request)) : decide(request);
  };
}

/** A name that another site has led to this machine is in the request: its pages must not read what is open here. */
function everyoneHere({ url }: Request): Principal {
  const { hostname } = new URL(url);
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
