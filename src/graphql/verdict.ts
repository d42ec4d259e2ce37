/** What is known of an operation before it is executed: whether its role may ask it, and what it costs. */
import {
  getNamedType,
  type GraphQLFormattedError,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  type OperationDefinitionNode,
  typeFromAST,
  type ValidatedExecutionArgs,
} from "graphql";
import type { Role } from "../base/scope.ts";
import type { Authorize } from "./authorize.ts";
import { createCost, type OperationCost } from "./cost.ts";

export interface Verdict {
  /** Why the role may not ask it; none where it may. */
  readonly refusals: readonly GraphQLFormattedError[];
  readonly cost: OperationCost;
}

type Operation = Pick<ValidatedExecutionArgs, "operation" | "fragmentDefinitions" | "variableValues">;

/** @returns the verdict, found once for operations that come to the same; of operations that are valid */
export type Judge = (operation: Operation, role: Role) => Verdict;

interface Judged {
  /** By variable, whether its value may change the verdict; otherwise only whether it has one. */
  readonly tells: readonly (readonly [name: string, byValue: boolean])[];
  readonly verdicts: Map<string, Verdict>;
}

/** For one operation; and how long what tells verdicts apart may be. */
const [mostVerdicts, longestKey] = [50, 500];

export function createJudge(schema: GraphQLSchema, authorize: Authorize): Judge {
  const costOf = createCost(schema);
  // Documents that are not kept take what was found with them.
  const judged = new WeakMap<OperationDefinitionNode, Judged>();
  const begin = (operation: OperationDefinitionNode): Judged => {
    const tells = (operation.variableDefinitions ?? []).map(({ variable, type }) => {
      const given = typeFromAST(schema, type);
      return [variable.name.value, given === undefined || changesVerdicts(getNamedType(given))] as const;
    });
    const own = { tells, verdicts: new Map<string, Verdict>() };
    judged.set(operation, own);
    return own;
  };
  return (operation, role) => {
    const { tells, verdicts } = judged.get(operation.operation) ?? begin(operation.operation);
    const key = `${role} ${keyOf(tells, operation.variableValues.coerced)}`;
    let verdict = verdicts.get(key);
    if (!verdict) {
      verdict = { refusals: authorize.refusals(operation, role), cost: costOf(operation) };
      if (verdicts.size >= mostVerdicts) verdicts.clear();
      if (key.length <= longestKey) verdicts.set(key, verdict);
    }
    return verdict;
  };
}

/**
 * Conditions and limits are variables of their own, and rules are those of fields and of enums' values: nothing else that a
 * variable holds is looked at.
 */
function changesVerdicts(type: GraphQLNamedType, within: readonly GraphQLNamedType[] = []): boolean {
  if (within.includes(type)) return false;
  if (!isInputObjectType(type)) return isEnumType(type) || ["Boolean", "Int"].includes(type.name);
  return Object.values(type.getFields())
    .some((field) => changesVerdicts(getNamedType(field.type), [...within, type]));
}

/** What is left out or null may be wrong for an argument, and its field has none then. */
function keyOf(tells: Judged["tells"], values: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(tells.map(([name, byValue]) => {
    const value = values[name];
    if (value === undefined) return "absent";
    if (value === null) return null;
    return byValue ? [value] : "given";
  }));
}
