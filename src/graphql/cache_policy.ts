/** What `@cached` says of the schema's fields, and so of documents. */
import {
  type DocumentNode,
  getDirectiveValues,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";

export interface CachePolicy {
  /** How long an answer may be told while nothing outdates it. */
  readonly ttlMs: number;
  /** What outdates it. */
  readonly tags: readonly string[];
}

/** @returns undefined for a field that is not kept by itself */
function policyOfField(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
): CachePolicy | undefined {
  const directive = schema.getDirective("cached");
  const values = directive && field.astNode && getDirectiveValues(directive, field.astNode);
  if (!values) return undefined;
  return { ttlMs: Number(values["ttl"]) * 1000, tags: values["tags"] as readonly string[] };
}

/**
 * @param name of a field of Query
 * @throws TypeError where it is not kept
 */
export function policyOfQuery(schema: GraphQLSchema, name: string): CachePolicy {
  const field = schema.getQueryType()?.getFields()[name];
  const policy = field && policyOfField(schema, field);
  if (!policy) throw new TypeError(`Cannot keep ${name}: the schema does not say how long`);
  return policy;
}

/**
 * @param document valid by the schema
 * @returns the shortest life of anything it asks for, in milliseconds; undefined where a root field is not to be kept
 */
export function documentTtl(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): number | undefined {
  const info = new TypeInfo(schema);
  let shortest = Infinity;
  let isKept = operation.operation === "query";
  visit(
    document,
    visitWithTypeInfo(info, {
      OperationDefinition: (node) => node === operation ? undefined : false,
      Field: () => {
        const field = info.getFieldDef();
        if (!field) return;
        const policy = policyOfField(schema, field);
        const isRoot = info.getParentType() === schema.getQueryType();
        if (isRoot && !policy && !field.name.startsWith("__")) isKept = false;
        shortest = Math.min(shortest, policy?.ttlMs ?? Infinity);
      },
    }),
  );
  // Introspection alone depends on nothing that a drain notes.
  return isKept && shortest < Infinity ? shortest : undefined;
}
