/** What a query asks for below a field, so that what nobody asks for is not computed. */
import {
  type FieldNode,
  getDirectiveValues,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  Kind,
  type SelectionNode,
} from "graphql";

type Selected = Pick<GraphQLResolveInfo, "fragments" | "variableValues">;
type Info = Selected & Pick<GraphQLResolveInfo, "fieldNodes">;

/**
 * @param paths names of fields, not their aliases, from the one that is resolved, such as `previous.customers`
 * @returns whether the query selects any of them, in whatever fragments, and neither skips it nor leaves it out
 */
export function asksFor(info: Info, ...paths: readonly string[]): boolean {
  return paths.some((path) => selects(info, path));
}

function selects(info: Info, path: string): boolean {
  let fields: readonly FieldNode[] = info.fieldNodes;
  for (const name of path.split(".")) {
    fields = fields.flatMap((field) => fieldsOf(field.selectionSet?.selections ?? [], info))
      .filter((field) => field.name.value === name);
  }
  return fields.length > 0;
}

/**
 * No type of the schema stands for several, so every fragment applies; validation has refused those in circles.
 * @returns the fields that are selected, all fragments spread, without those that are skipped
 */
export function fieldsOf(selections: readonly SelectionNode[], info: Selected): readonly FieldNode[] {
  return selections.filter((selection) => isIncluded(selection, info)).flatMap((selection) => {
    switch (selection.kind) {
      case Kind.FIELD:
        return [selection];
      case Kind.INLINE_FRAGMENT:
        return fieldsOf(selection.selectionSet.selections, info);
      case Kind.FRAGMENT_SPREAD:
        return fieldsOf(info.fragments[selection.name.value]?.selectionSet.selections ?? [], info);
    }
  });
}

function isIncluded(selection: SelectionNode, { variableValues }: Selected): boolean {
  return getDirectiveValues(GraphQLSkipDirective, selection, variableValues)?.if !== true &&
    getDirectiveValues(GraphQLIncludeDirective, selection, variableValues)?.if !== false;
}
