/** Everything that tells who calls, wired for one process. */
import { createBearers } from "../access/bearers.ts";
import { createRevocations } from "../access/revocations.ts";
import { createVerifier, type TokenSettings } from "../access/tokens.ts";
import type { Queryable } from "../db/pool.ts";
import { type Authenticate, createAuthenticate } from "./authenticate.ts";

export interface AccessOptions {
  readonly database: Queryable;
  readonly auth: "required" | "open";
  readonly tokens: TokenSettings;
}

export interface Access {
  readonly authenticate: Authenticate;
}

export function openAccess({ database, auth, tokens }: AccessOptions): Access {
  const revocations = createRevocations(database);
  const bearers = createBearers({ verify: createVerifier(tokens), revocations });
  return { authenticate: createAuthenticate({ isOpen: auth === "open", bearers, revocations }) };
}
