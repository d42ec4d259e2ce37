/** What a page has at hand: the request path brings it. */
export interface PageState {
  readonly requestId: string;
  /** Whether a browser finds GraphiQL at /graphql. */
  readonly graphiql: boolean;
  /** Answers one of the documents in `graphql/operations/`, in this process. */
  readonly query: (name: string, variables?: Readonly<Record<string, unknown>>) => Promise<QueryResult>;
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
