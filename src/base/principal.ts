/** Who calls, and what they may see. */

/** What a caller may do: docs/SECURITY.md says what each is for. */
export const roles = ["viewer", "analyst", "admin", "ingest", "embed"] as const;
export type Role = (typeof roles)[number];

/** The roles of those who sign in. */
export const userRoles = ["viewer", "analyst", "admin"] as const satisfies readonly Role[];
export type UserRole = (typeof userRoles)[number];

/** Which sales an embed is about: by field of the schema's SalesFilter, the values that may be asked for. */
export type LockedFilter = Readonly<Record<string, readonly (string | null)[]>>;

/** What an embed may ask, and where. */
export interface EmbedLimits {
  /** The ids of its documents. */
  readonly documents: readonly string[];
  /** The values that these variables have, whoever asks. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly filter: LockedFilter;
  /** The sites whose pages may hold it, such as `https://partner.example`. */
  readonly origins: readonly string[];
}

/** All that decides what a caller may see. */
export interface Scope {
  readonly role: Role;
  /** Of an embed, and of nobody else. */
  readonly embed?: EmbedLimits | undefined;
}

/** One who calls. */
export interface Principal {
  /** For the audit log: `user:alice@example.com`, `token:JTI`; never a secret. */
  readonly name: string;
  readonly scope: Scope;
}

/** @returns the scope as a text for cache keys: the same for those alone who may see the same */
export function scopeText({ role, embed }: Scope): string {
  return JSON.stringify([role, embed && sorted(embed)]);
}

/** Lists are what is allowed and objects are named: neither has an order that means anything, but for variables' own lists. */
function sorted({ documents, variables, filter }: EmbedLimits): unknown {
  const byName = (object: Readonly<Record<string, unknown>>) => Object.entries(object).toSorted();
  const texts = (values: readonly (string | null)[]) =>
    values.map((value) => JSON.stringify(value)).toSorted();
  return [
    documents.toSorted(),
    byName(variables),
    byName(filter).map(([field, values]) => [field, texts(values as readonly (string | null)[])]),
  ];
}
