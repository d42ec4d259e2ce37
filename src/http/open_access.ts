/** Everything that tells who calls, wired for one process. */
import { createBearers } from "../access/bearers.ts";
import { createRevocations } from "../access/revocations.ts";
import { createSessions, type KnownSession } from "../access/sessions.ts";
import { createSignIn, type Credentials, type Origin } from "../access/sign_in.ts";
import { createVerifier, type TokenSettings } from "../access/tokens.ts";
import { UnauthenticatedError } from "../base/errors.ts";
import { createMemoryStore } from "../cache/memory.ts";
import type { CacheStore } from "../cache/store.ts";
import type { Queryable } from "../db/pool.ts";
import { type Authenticate, createAuthenticate } from "./authenticate.ts";
import { createMintEmbed, type MintEmbed } from "./embeds.ts";
import { createNotes, type Notes } from "./notes.ts";
import { cookieOf, noCookie, sessionIdIn } from "./session_cookie.ts";

export interface AccessOptions {
  readonly database: Queryable;
  /** Where sessions are kept; undefined keeps them in this process, until it ends. */
  readonly store: CacheStore | undefined;
  readonly auth: "required" | "open";
  readonly tokens: TokenSettings;
}

export interface Access {
  readonly authenticate: Authenticate;
  readonly visits: Visits;
  readonly mintEmbed: MintEmbed;
  /** Whether there is a secret to sign embeds' tokens with. */
  readonly canSign: boolean;
  /** Undefined where everyone is let in: there is nobody to name. */
  readonly notes: Notes | undefined;
}

/** How visitors come and go; cookies are values of Set-Cookie. */
export interface Visits {
  signIn(credentials: Credentials, origin: Origin): Promise<
    { readonly kind: "signed in"; readonly cookie: string } | { readonly kind: "refused" | "throttled" }
  >;
  /** @param everywhere ends all sessions of the visitor, not this one alone */
  signOut(request: Request, everywhere: boolean, origin: Origin): Promise<string>;
}

const bytesOfSessions = 16_000_000;

export function openAccess({ database, store: shared, auth, tokens }: AccessOptions): Access {
  const store = shared ?? createMemoryStore({ maxBytes: bytesOfSessions, now: () => Date.now() });
  const revocations = createRevocations(database);
  const bearers = createBearers({ verify: createVerifier(tokens), revocations });
  const sessions = createSessions({ store, revocations });
  const { signIn, signOut } = createSignIn({ database, sessions, store });
  const standing = async (id: string): Promise<KnownSession | undefined> => {
    try {
      return sessions.known(id) ?? await sessions.find(id);
    } catch (error) {
      // One that has ended is signed out of.
      if (error instanceof UnauthenticatedError) return undefined;
      throw error;
    }
  };
  return {
    authenticate: createAuthenticate({ isOpen: auth === "open", bearers, sessions, revocations }),
    mintEmbed: createMintEmbed(tokens, database),
    canSign: tokens.secret !== undefined,
    notes: auth === "open" ? undefined : createNotes(database),
    visits: {
      async signIn(credentials, origin) {
        const result = await signIn(credentials, origin);
        return result.kind === "signed in" ? { kind: result.kind, cookie: cookieOf(result.id) } : result;
      },
      async signOut(request, everywhere, origin) {
        const id = sessionIdIn(request);
        const known = id === undefined ? undefined : await standing(id);
        if (known) await signOut(known, everywhere, origin);
        return noCookie();
      },
    },
  };
}
