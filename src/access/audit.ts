/** What was done that someone may ask about later: who, what, to whom, from where. Never a secret. */
import type { Queryable } from "../db/pool.ts";
import { statement } from "../db/statements.ts";

type AuditAction =
  | "sign-in"
  | "sign-in failed"
  | "sign-out"
  | "sign-out everywhere"
  | "token minted"
  | "token revoked"
  | "embed token minted"
  | "user added"
  | "user disabled"
  | "user enabled"
  | "user role changed"
  | "user password changed"
  | "customer forgotten"
  | "customers looked up"
  | "table exported"
  | "aggregates repaired";

export interface AuditEvent {
  /** As a principal is named, or `command:USER`. */
  readonly actor: string;
  readonly action: AuditAction;
  /** To whom or what. */
  readonly subject?: string;
  /** Of whoever asked; a command has none. */
  readonly address?: string;
  readonly requestId?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Writes the event; resolves once it is stored. */
export async function audit(database: Queryable, event: AuditEvent): Promise<void> {
  await database.run(statement("access/write_audit"), {
    actor: event.actor,
    action: event.action,
    subject: event.subject ?? null,
    address: event.address ?? null,
    request_id: event.requestId ?? null,
    detail: JSON.stringify(event.detail ?? {}),
  });
}
