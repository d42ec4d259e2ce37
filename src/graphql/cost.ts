/** What an operation costs by the schema's `@cost`: known once its variables are, before anything is executed. */
import {
  type FieldNode,
  getDirectiveValues,
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type ValidatedExecutionArgs,
} from "graphql";
import { fieldsOf } from "./resolvers/selection.ts";

/** The most that one operation may cost. */
export const allowedCost = 1000;

export interface OperationCost {
  /** Rounded up to a whole number. */
  readonly total: number;
  /** The root field that costs most, by its response key; none where nothing costs anything. */
  readonly dearest: { readonly key: string; readonly cost: number } | undefined;
}

type Operation = Pick<ValidatedExecutionArgs, "operation" | "fragmentDefinitions" | "variableValues">;

/** What `@cost` says of a field. */
interface Price {
  readonly weight: number;
  readonly multiplier: { readonly argument: string; readonly fallback: number } | undefined;
}

/**
 * A field costs its weight and what is asked below it, the latter as often as its multiplier's argument says. Fields that are
 * merged into one answer count once, those that are skipped not at all.
 * @returns a function for operations that are valid: fragments in circles would not end
 */
export function createCost(schema: GraphQLSchema): (operation: Operation) => OperationCost {
  const prices = new Map<GraphQLField<unknown, unknown>, Price>();
  const priceOf = (field: GraphQLField<unknown, unknown>): Price => {
    let price = prices.get(field);
    if (!price) prices.set(field, price = readPrice(schema, field));
    return price;
  };

  return ({ operation, fragmentDefinitions, variableValues }) => {
    const selection = { fragments: fragmentDefinitions, variableValues };
    const root = schema.getRootType(operation.operation);
    const byKey = root ? costs(root, fieldsOf(operation.selectionSet.selections, selection)) : [];
    const [dearest] = byKey.filter(({ cost }) => cost > 0).toSorted((a, b) => b.cost - a.cost);
    return {
      total: roundUp(sum(byKey)),
      dearest: dearest && { ...dearest, cost: roundUp(dearest.cost) },
    };

    function costs(type: GraphQLObjectType, nodes: readonly FieldNode[]): { key: string; cost: number }[] {
      const merged = Map.groupBy(nodes, ({ alias, name }) => (alias ?? name).value);
      return Array.from(merged, ([key, group]) => ({ key, cost: costOf(type, group) }));
    }

    /** @param nodes of one response key: validation has seen to it that they ask the same field with the same arguments */
    function costOf(type: GraphQLObjectType, nodes: readonly FieldNode[]): number {
      const [node] = nodes;
      const field = node && type.getFields()[node.name.value];
      if (!field) return 0;
      const { weight, multiplier } = priceOf(field);
      const below = getNamedType(field.type);
      if (!isObjectType(below)) return weight;
      const selections = nodes.flatMap(({ selectionSet }) => selectionSet?.selections ?? []);
      const times = multiplier ? timesOf(node, multiplier) : 1;
      return weight + times * sum(costs(below, fieldsOf(selections, selection)));
    }

    /** A number that is no sensible limit is the resolver's to refuse. */
    function timesOf(node: FieldNode, { argument, fallback }: NonNullable<Price["multiplier"]>): number {
      const given = node.arguments?.find(({ name }) => name.value === argument)?.value;
      if (given?.kind === Kind.INT) return Math.max(0, Number(given.value));
      if (given?.kind !== Kind.VARIABLE) return fallback;
      const value = variableValues.coerced[given.name.value];
      return typeof value === "number" ? Math.max(0, value) : fallback;
    }
  };
}

function readPrice(schema: GraphQLSchema, { args, astNode }: GraphQLField<unknown, unknown>): Price {
  const directive = schema.getDirective("cost");
  const given = directive && astNode && getDirectiveValues(directive, astNode);
  const multiplier = given?.multiplier;
  if (typeof multiplier !== "string") return { weight: Number(given?.weight ?? 0), multiplier: undefined };
  const literal = args.find(({ name }) => name === multiplier)?.astNode?.defaultValue;
  const fallback = literal?.kind === Kind.INT ? Number(literal.value) : 1;
  return { weight: Number(given?.weight), multiplier: { argument: multiplier, fallback } };
}

function sum(parts: readonly { readonly cost: number }[]): number {
  return parts.reduce((total, { cost }) => total + cost, 0);
}

/** Tenths are no exact binary numbers: what a sum of them is off by must not count as another one. */
function roundUp(cost: number): number {
  return Math.ceil(Number(cost.toFixed(3)));
}
