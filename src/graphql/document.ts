/** Documents: parsed and checked once, then found by their text. */
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  parse,
  specifiedRules,
  validate,
  type ValidationRule,
} from "graphql";
import { inSpanAtOnce } from "../base/tracing.ts";
import { createLru } from "../cache/lru.ts";
import { requestError } from "./errors.ts";
import { defaultLimits, type Limits, limitsRule } from "./limits.ts";

/** The most that are told of one document: each takes time to make. */
export const maxErrors = 20;

export interface DocumentOptions {
  readonly schema: GraphQLSchema;
  /** Whether `__schema` and `__type` are answered and errors suggest names. */
  readonly introspection: boolean;
  /** Of memory for parsed documents, 20 MB unless given. */
  readonly maxBytes?: number;
  /** Lexical tokens of one document; the parser stops there. */
  readonly maxTokens?: number;
  readonly limits?: Limits;
}

interface Ready {
  readonly state: "ready";
  readonly document: DocumentNode;
}

/** Only a ready document may be executed; an invalid one is there to tell which kind of operation it meant. */
export type CheckedDocument =
  | Ready
  | {
    readonly state: "invalid";
    readonly document: DocumentNode;
    readonly errors: readonly GraphQLFormattedError[];
  }
  | { readonly state: "unparsable"; readonly errors: readonly GraphQLFormattedError[] };

/** What a document's nodes and tokens take. */
const bytesPerCharacter = 100;

/** Parses and checks a source text, or finds that it has done so before. */
export type Documents = (source: string) => CheckedDocument;

export function createDocuments(options: DocumentOptions): Documents {
  const { maxBytes = 20_000_000 } = options;
  const check = createCheck(options);
  const ready = createLru<Ready>(maxBytes, ({ document }) => {
    return bytesPerCharacter * (document.loc?.source.body.length ?? 0);
  });

  let failed: { readonly source: string; readonly checked: CheckedDocument } | undefined;

  return (source) => {
    const known = ready.get(source);
    if (known) return known;
    // Who looks for what is kept and who executes it ask one after the other.
    if (failed?.source === source) return failed.checked;
    const checked = inSpanAtOnce("document", () => check(source));
    // Others that failed are not kept: whoever sends them must not push out those that are used.
    if (checked.state === "ready") ready.set(source, checked);
    else failed = { source, checked };
    return checked;
  };
}

function createCheck(options: DocumentOptions): (source: string) => CheckedDocument {
  const { schema, introspection, maxTokens = 1000, limits = defaultLimits } = options;
  const sizeRules = [limitsRule(limits), ...(introspection ? [] : [noIntrospectionRule])];
  const validation = { hideSuggestions: !introspection, maxErrors };

  return (source) => {
    let document: DocumentNode;
    try {
      document = parse(source, { maxLexicalTokens: maxTokens, maxComments: maxTokens });
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      return { state: "unparsable", errors: [requestError(error, "GRAPHQL_PARSE_FAILED")] };
    }
    // The specification's rules cost more than their document's length, so what is too large never meets them.
    let errors = validate(schema, document, sizeRules, validation);
    if (errors.length === 0) errors = validate(schema, document, specifiedRules, validation);
    if (errors.length === 0) return { state: "ready", document };
    const formatted = errors.map((error) => requestError(error, "GRAPHQL_VALIDATION_FAILED"));
    return { state: "invalid", document, errors: formatted };
  };
}

const noIntrospectionRule: ValidationRule = (context) => ({
  Field(node) {
    if (node.name.value !== "__schema" && node.name.value !== "__type") return undefined;
    const message = `Cannot answer ${node.name.value}: introspection is turned off on this server`;
    context.reportError(new GraphQLError(message, { nodes: node }));
    return false;
  },
});
