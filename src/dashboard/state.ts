/** What a page has at hand: the request path brings it. */
export interface PageState {
  readonly requestId: string;
  /** Whether a browser finds GraphiQL at /graphql. */
  readonly graphiql: boolean;
  /** Who looks at the page; everyone sees everything where nobody has to say who they are. */
  readonly visitor?: Visitor | undefined;
  /** Answers one of the documents in `graphql/operations/`, in this process. */
  readonly query: (name: string, variables?: Readonly<Record<string, unknown>>) => Promise<QueryResult>;
}

export interface Visitor {
  /** Costs, profits, and customers one by one. */
  readonly seesMargins: boolean;
}

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
}
