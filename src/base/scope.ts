/** Who calls, and what they may see. */
import { createHash } from "node:crypto";

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

/** A chart on another site: what its token lets it show, or why that is nothing. */
export type EmbedVisit =
  | { readonly kind: "allowed"; readonly limits: EmbedLimits }
  | { readonly kind: "refused"; readonly why: "ended" | "invalid" | "forbidden" | "unavailable" };

/** What a caller may see. One value decides what may be asked, what is asked of the database, and which kept answers are told. */
export interface Scope {
  readonly role: Role;
  /** Of an embed, and of nobody else. */
  readonly embed?: EmbedLimits | undefined;
  /** The same text for those who may see the same, wherever they see it, and for nobody else. */
  readonly key: string;
  /** Whether anybody may see it: then caches between us and the caller may keep it for others. */
  readonly isPublic: boolean;
}

/** One who calls. */
export interface Principal {
  /** For the audit log: `user:alice@example.com`, `token:JTI`; never a secret. */
  readonly name: string;
  readonly scope: Scope;
  /** What the token itself says that may be asked with it in a minute; undefined where it says nothing. */
  readonly perMinute?: PerMinute | undefined;
}

/** Each undefined where others have the word. */
export interface PerMinute {
  readonly requests?: number | undefined;
  /** Of what is executed, by the schema's `@cost`. */
  readonly cost?: number | undefined;
}

/** Makes every scope there is, so that none goes by another's key. */
export function scopeOf(role: Role, embed?: EmbedLimits): Scope {
  return { role, embed, key: embed ? `${role}:${hashOf(sorted(embed))}` : role, isPublic: false };
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("base64url");
}

/** Where an embed is shown changes nothing of what it shows; lists are what is allowed, and have no order, but for variables' own. */
function sorted({ documents, variables, filter }: EmbedLimits): readonly unknown[] {
  const texts = (values: readonly (string | null)[]) =>
    values.map((value) => JSON.stringify(value)).toSorted();
  const filters = Object.entries(filter).map(([field, values]) => [field, texts(values)] as const);
  return [documents.toSorted(), byName(Object.entries(variables)), byName(filters)];
}

function byName<T extends readonly [string, unknown]>(entries: readonly T[]): readonly T[] {
  return entries.toSorted(([one], [other]) => one < other ? -1 : 1);
}
