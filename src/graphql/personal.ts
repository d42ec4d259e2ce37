/** Which documents ask for what the schema calls `@personal`: whoever is told that is noted. */
import {
  getOperationAST,
  type GraphQLSchema,
  isObjectType,
  Kind,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { createLru } from "../cache/lru.ts";
import { documentId } from "./document_id.ts";
import type { GraphqlRequest } from "./execute.ts";

/** What is noted of a request for personal data: what was asked, and not what somebody typed. */
export interface Lookup {
  /** The operation's name, where it has one. */
  readonly operation: string | undefined;
  readonly document: string;
  /** Ids, numbers and the like as they are; of texts only that they were given. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The customer that was asked for by its id. */
  readonly customer: string | undefined;
}

const knownBytes = 1_000_000;

/** @returns what to note of a request whose document is valid; undefined where it asks for nothing personal */
export function createLookups(schema: GraphQLSchema): (request: GraphqlRequest) => Lookup | undefined {
  const fields = personalFields(schema);
  const known = createLru<boolean>(knownBytes, () => 1);
  const isPersonal = (query: string): boolean => {
    let found = known.get(query);
    if (found === undefined) known.set(query, found = asksFor(fields, schema, query));
    return found;
  };
  return (request) => isPersonal(request.query) ? lookupOf(request) : undefined;
}

function lookupOf({ query, operationName, variables = {} }: GraphqlRequest): Lookup {
  const { customerId } = variables;
  return {
    operation: getOperationAST(parse(query), operationName)?.name?.value,
    document: documentId(query),
    variables: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, outline(value)])),
    customer: isId(customerId) ? customerId : undefined,
  };
}

function isId(value: unknown): value is string {
  return typeof value === "string" && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value);
}

/** A customer who is forgotten must not be found in the log by what somebody searched for. */
function outline(value: unknown): unknown {
  if (typeof value === "object" && value !== null) return "…";
  return typeof value !== "string" || isId(value) || /^[A-Z_]{1,40}$/.test(value) ? value : "…";
}

/** As `Type.field`. */
function personalFields(schema: GraphQLSchema): ReadonlySet<string> {
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type));
  return new Set(types.flatMap((type) =>
    Object.values(type.getFields())
      .filter(({ astNode }) => astNode?.directives?.some(({ name }) => name.value === "personal"))
      .map(({ name }) => `${type.name}.${name}`)
  ));
}

function asksFor(fields: ReadonlySet<string>, schema: GraphQLSchema, query: string): boolean {
  const types = new TypeInfo(schema);
  let found = false;
  visit(
    parse(query, { noLocation: true }),
    visitWithTypeInfo(types, {
      enter(node) {
        if (node.kind === Kind.FIELD && fields.has(`${types.getParentType()?.name}.${node.name.value}`)) {
          found = true;
        }
      },
    }),
  );
  return found;
}
