/**
 * Who may ask what, by the schema's `@auth`. Each role has a schema of its own, without what it may not see; documents are
 * executed over that one, so what the check here would miss is not there either.
 */
import {
  type FieldNode,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLFormattedError,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type ValidatedExecutionArgs,
} from "graphql";
import { MapperKind, mapSchema, pruneSchema } from "@graphql-tools/utils";
import type { Role } from "../base/scope.ts";
import { maxErrors } from "./document.ts";
import { embedSchema } from "./embed.ts";
import { plainError } from "./errors.ts";
import { fieldsOf } from "./resolvers/selection.ts";

/** As the schema's enum Role names them: each may what those before it may. */
const levels = ["VIEWER", "ANALYST", "ADMIN"] as const;
type Level = (typeof levels)[number];

const levelOf: Readonly<Record<Role, Level | undefined>> = {
  viewer: "VIEWER",
  embed: "VIEWER",
  analyst: "ANALYST",
  admin: "ADMIN",
  ingest: undefined,
};

type Operation = Pick<ValidatedExecutionArgs, "operation" | "fragmentDefinitions" | "variableValues">;

export interface Authorize {
  /** @returns the schema without what the role may not see; undefined for a role that asks nothing */
  schemaFor(role: Role): GraphQLSchema | undefined;
  /** @returns why the role may not ask this, one error a field or value; none where it may */
  refusals(operation: Operation, role: Role): readonly GraphQLFormattedError[];
}

/** @throws TypeError where a field has no rule */
export function createAuthorize(schema: GraphQLSchema): Authorize {
  const rules = readRules(schema);
  const schemas = new Map<string, GraphQLSchema>();
  const schemaAt = (key: string, make: () => GraphQLSchema): GraphQLSchema => {
    let own = schemas.get(key);
    if (!own) schemas.set(key, own = make());
    return own;
  };
  return {
    schemaFor(role) {
      const level = levelOf[role];
      if (!level) return undefined;
      const own = schemaAt(level, () => visibleSchema(schema, rules, level));
      return role === "embed" ? schemaAt(role, () => embedSchema(own)) : own;
    },
    refusals(operation, role) {
      const level = levelOf[role];
      if (!level) return [plainError(`Cannot ask questions with the role ${role}`, "FORBIDDEN")];
      const hidden = new Map<string, Level>();
      for (const { name, rule } of needs(schema, rules, operation)) {
        if (!reaches(level, rule)) hidden.set(name, rule);
      }
      return Array.from(hidden, ([name, rule]) => refusal(name, rule, role)).slice(0, maxErrors);
    },
  };
}

function refusal(name: string, rule: Level, role: Role): GraphQLFormattedError {
  return plainError(
    `Cannot ask for ${name}: it needs the role ${rule.toLowerCase()} (this is ${role})`,
    "FORBIDDEN",
  );
}

function reaches(level: Level, rule: Level): boolean {
  return levels.indexOf(level) >= levels.indexOf(rule);
}

interface Rules {
  readonly ofField: ReadonlyMap<GraphQLField<unknown, unknown>, Level>;
  readonly ofValue: (type: GraphQLEnumType, value: string) => Level;
}

function readRules(schema: GraphQLSchema): Rules {
  const directive = schema.getDirective("auth");
  const declared = (node: Parameters<typeof getDirectiveValues>[1] | null | undefined): Level | undefined =>
    directive && node ? getDirectiveValues(directive, node)?.requires as Level | undefined : undefined;
  const ofField = new Map<GraphQLField<unknown, unknown>, Level>();
  for (const type of objectTypes(schema)) {
    for (const field of Object.values(type.getFields())) {
      const rule = declared(field.astNode) ?? declared(type.astNode);
      if (!rule) {
        throw new TypeError(`Cannot tell who may see ${type.name}.${field.name}: neither has @auth`);
      }
      ofField.set(field, rule);
    }
  }
  return { ofField, ofValue: (type, value) => declared(type.getValue(value)?.astNode) ?? "VIEWER" };
}

function objectTypes(schema: GraphQLSchema): readonly GraphQLObjectType[] {
  return Object.values(schema.getTypeMap()).filter((type) => isObjectType(type))
    .filter(({ name }) => !name.startsWith("__"));
}

function visibleSchema(schema: GraphQLSchema, rules: Rules, level: Level): GraphQLSchema {
  const { ofField, ofValue } = rules;
  if (seesAll(schema, rules, level)) return schema;
  const fieldOf = (type: string, name: string) => {
    const owner = schema.getType(type);
    return isObjectType(owner) ? owner.getFields()[name] : undefined;
  };
  return pruneSchema(mapSchema(schema, {
    [MapperKind.OBJECT_FIELD]: (_config, name, type) => {
      const field = fieldOf(type, name);
      return field && reaches(level, ofField.get(field) ?? "ADMIN") ? undefined : null;
    },
    [MapperKind.ENUM_VALUE]: (_config, type, _schema, value) => {
      const owner = schema.getType(type);
      return isEnumType(owner) && !reaches(level, ofValue(owner, value)) ? null : undefined;
    },
  }));
}

function seesAll(schema: GraphQLSchema, { ofField, ofValue }: Rules, level: Level): boolean {
  const enums = Object.values(schema.getTypeMap()).filter((type) => isEnumType(type));
  return ofField.values().every((rule) => reaches(level, rule)) &&
    enums.every((type) => type.getValues().every(({ name }) => reaches(level, ofValue(type, name))));
}

interface Need {
  readonly name: string;
  readonly rule: Level;
}

/** What a valid operation asks for, without what its variables skip. */
function* needs(schema: GraphQLSchema, rules: Rules, operation: Operation): Generator<Need> {
  const { variableValues } = operation;
  const selected = { fragments: operation.fragmentDefinitions, variableValues };
  const root = schema.getRootType(operation.operation.operation);
  if (root) yield* below(root, fieldsOf(operation.operation.selectionSet.selections, selected));

  function* below(type: GraphQLObjectType, nodes: readonly FieldNode[]): Generator<Need> {
    for (const node of nodes) {
      const field = type.getFields()[node.name.value];
      // What introspection tells is the caller's own schema.
      if (!field) continue;
      yield { name: `${type.name}.${field.name}`, rule: rules.ofField.get(field) ?? "ADMIN" };
      const given = argumentsOf(field, node, variableValues);
      for (const argument of field.args) yield* values(argument.type, given[argument.name]);
      const named = getNamedType(field.type);
      const selections = node.selectionSet?.selections ?? [];
      if (isObjectType(named)) yield* below(named, fieldsOf(selections, selected));
    }
  }
  function* values(type: GraphQLInputType, value: unknown): Generator<Need> {
    if (value === null || value === undefined) return;
    if (isNonNullType(type)) yield* values(type.ofType, value);
    else if (isListType(type)) { for (const item of value as unknown[]) yield* values(type.ofType, item); }
    else if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        yield* values(field.type, (value as Readonly<Record<string, unknown>>)[field.name]);
      }
    } else if (isEnumType(type)) {
      const name = String(type.serialize(value));
      yield { name: `${type.name}.${name}`, rule: rules.ofValue(type, name) };
    }
  }
}

/** Some arguments are found wrong only when their field is executed: it has none then. */
function argumentsOf(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Operation["variableValues"],
): Readonly<Record<string, unknown>> {
  try {
    return getArgumentValues(field, node, variables);
  } catch {
    return {};
  }
}
