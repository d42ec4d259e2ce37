/** What is noted in the audit log of those who read: tables taken along, and who customers are. */
import { audit } from "../access/audit.ts";
import type { Origin } from "../access/sign_in.ts";
import type { Principal } from "../base/scope.ts";
import type { Queryable } from "../db/pool.ts";
import type { Lookup } from "../graphql/personal.ts";

/** Each resolves once it is stored. */
export interface Notes {
  lookup(principal: Principal, origin: Origin, lookup: Lookup): Promise<void>;
  export(principal: Principal, origin: Origin, table: string): Promise<void>;
}

export function createNotes(database: Queryable): Notes {
  return {
    lookup: ({ name }, { address, requestId }, { customer, ...detail }) =>
      audit(database, {
        actor: name,
        action: "customers looked up",
        ...(customer !== undefined && { subject: customer }),
        address,
        requestId,
        detail,
      }),
    export: ({ name }, { address, requestId }, table) =>
      audit(database, { actor: name, action: "table exported", subject: table, address, requestId }),
  };
}
