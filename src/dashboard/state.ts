import type { EmbedVisit } from "../base/scope.ts";
import type { Basis } from "../base/tidings.ts";
import type { Operations } from "./operation_types.ts";

/** What a page's figures are asked with. */
export interface Asker {
  readonly requestId: string;
  /** Who looks at the page; undefined before they signed in. */
  readonly visitor: Visitor | undefined;
  /** Answers one of the documents in `graphql/operations/`, in this process. */
  readonly query: <Name extends keyof Operations>(
    name: Name,
    variables: Operations[Name]["variables"],
  ) => Promise<QueryResult>;
}

/** What gives figures their meaning. */
export interface ShopSettings {
  /** IANA name. */
  readonly timeZone: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly weekStart: "MONDAY" | "SUNDAY";
  /** Where periods end. */
  readonly now: Temporal.Instant;
}

/** What a page has at hand: the request path brings it. */
export interface PageState extends Asker {
  /** Undefined on our own pages. */
  readonly embed: EmbedVisit | undefined;
  readonly shopSettings: () => ShopSettings;
  /** Whether a browser finds GraphiQL at /graphql. */
  readonly graphiql: boolean;
  /** Notes that the visitor takes a table along. @returns whether that is stored */
  readonly noteExport: (table: string) => Promise<boolean>;
  readonly mintEmbed: (embed: NewEmbed) => Promise<MintedEmbed>;
  /** The cookie is a value of Set-Cookie. */
  readonly signIn: (
    credentials: { readonly email: string; readonly password: string },
  ) => Promise<SignInOutcome>;
  /** @returns a value of Set-Cookie */
  readonly signOut: (options: { readonly everywhere: boolean }) => Promise<string>;
}

export interface Visitor {
  /** Undefined where nobody has to sign in. */
  readonly email: string | undefined;
  /** Costs, profits, and customers one by one. */
  readonly seesMargins: boolean;
  /** Tables, to take along. */
  readonly takesFiles: boolean;
  /** Charts, with other sites. */
  readonly shares: boolean;
}

/** What another site is to show, and nothing else. */
export interface NewEmbed {
  readonly operation: keyof Operations;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly filter: Readonly<Record<string, readonly (string | null)[]>>;
  readonly origins: readonly string[];
  readonly ttlSeconds: number;
}

/** Why there is none: the visitor may not, or it cannot be noted or signed now. */
export type MintedEmbed =
  | { readonly kind: "minted"; readonly token: string; readonly expiresAt: Temporal.Instant }
  | { readonly kind: "forbidden" | "unavailable" };

export type SignInOutcome =
  | { readonly kind: "signed in"; readonly cookie: string }
  | { readonly kind: "refused" | "throttled" | "unavailable" };

/** Without errors, `data` holds what the document asks for. */
export interface QueryResult {
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
  readonly data?: Readonly<Record<string, unknown>> | null;
  /** By root field: the lane an answer took, and the instant, in ISO 8601, up to which every change is in it. */
  readonly extensions?: {
    readonly answers: Readonly<Record<string, { readonly lane: string; readonly asOf: string }>>;
  };
  /** What outdates it; undefined where nobody could tell. */
  readonly basis?: Basis | undefined;
}
