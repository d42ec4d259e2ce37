/** Who calls, and what they may see. */

/** What a caller may do: docs/SECURITY.md says what each is for. */
export const roles = ["viewer", "analyst", "admin", "ingest", "embed"] as const;
export type Role = (typeof roles)[number];

/** The roles of those who sign in. */
export const userRoles = ["viewer", "analyst", "admin"] as const satisfies readonly Role[];
export type UserRole = (typeof userRoles)[number];

/** Which sales an embed is about: by field of the schema's SalesFilter, the values that may be asked for. */
export type LockedFilter = Readonly<Record<string, readonly (string | null)[]>>;

/** What a caller may see. One value decides what may be asked, what is asked of the database, and which kept answers are told. */
export interface Scope {
  readonly role: Role;
  /** Undefined where all sales may be seen. */
  readonly filter?: LockedFilter | undefined;
  /** The same text for those who may see the same, and for nobody else. */
  readonly key: string;
  /** Whether anybody may see it: then caches between us and the caller may keep it for others. */
  readonly isPublic: boolean;
}

/** One who calls. */
export interface Principal {
  /** For the audit log: `user:alice@example.com`, `token:JTI`; never a secret. */
  readonly name: string;
  readonly scope: Scope;
}

/** Makes every scope there is, so that none goes by another's key. */
export function scopeOf(role: Role, filter?: LockedFilter): Scope {
  const fields = Object.entries(filter ?? {}).map((
    [field, values],
  ) => [field, values.map((value) => JSON.stringify(value)).toSorted()]);
  return { role, filter, key: JSON.stringify([role, ...fields.toSorted()]), isPublic: false };
}
