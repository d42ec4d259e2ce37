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

/** What a page has at hand: the request path brings it. */
export interface PageState extends Asker {
  /** Whether a browser finds GraphiQL at /graphql. */
  readonly graphiql: boolean;
  /** Notes that the visitor takes a table along. @returns whether that is stored */
  readonly noteExport: (table: string) => Promise<boolean>;
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
}

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
