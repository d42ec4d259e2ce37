/** How large a document may be, whatever it asks: what is over is refused before anything costs more than a walk. */
import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationRule,
} from "graphql";

export interface Limits {
  /** Levels of fields; what lies under `__schema` and `__type` has its own limit. */
  readonly depth: number;
  readonly introspectionDepth: number;
  /** Fields directly under the operation. */
  readonly rootFields: number;
  /** Fields in all; a fragment counts each time it is spread, so that nesting fragments cannot multiply work. */
  readonly fields: number;
  /** Fields that are answered under the same key as one beside them: validation compares each with each. */
  readonly repeated: number;
  readonly aliases: number;
  readonly directives: number;
}

/** GraphiQL's introspection query needs depth 15 and 220 fields; a page of ours needs depth 4 and 110 fields. */
export const defaultLimits: Limits = {
  depth: 10,
  introspectionDepth: 20,
  rootFields: 20,
  fields: 500,
  repeated: 100,
  aliases: 50,
  directives: 50,
};

/** @returns a rule that reports every limit the document is over, and looks at nothing else */
export function limitsRule(limits: Limits): ValidationRule {
  return (context) => ({
    Document({ definitions }) {
      const measure = createMeasure((name) => context.getFragment(name) ?? undefined);
      const check = (
        definition: OperationDefinitionNode | FragmentDefinitionNode,
        size: Size,
        rootFields: number,
      ): void => {
        const measured: Limits = { ...size, repeated: repeatedIn(size), rootFields };
        for (const [limit, what] of Object.entries(descriptions) as [keyof Limits, string][]) {
          if (measured[limit] <= limits[limit]) continue;
          const message = `Cannot answer this document: it has ${measured[limit]} ${what}, ` +
            `and at most ${limits[limit]} are allowed`;
          context.reportError(new GraphQLError(message, { nodes: definition }));
        }
      };
      for (const definition of definitions) {
        if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
        const size = measure.operation(definition);
        check(definition, size, size.width);
      }
      // The specification's rules look into a fragment even when nothing spreads it.
      for (const definition of definitions) {
        if (definition.kind !== Kind.FRAGMENT_DEFINITION || measure.hasMet(definition)) continue;
        check(definition, measure.fragment(definition), 0);
      }
      return false;
    },
  });
}

const descriptions: Readonly<Record<keyof Limits, string>> = {
  depth: "levels of fields",
  introspectionDepth: "levels of introspection",
  rootFields: "root fields",
  fields: "fields with its fragments spread",
  repeated: "fields that repeat others beside them",
  aliases: "aliases",
  directives: "directives",
};

/** The totals of one selection set, all fragments spread. */
interface Size {
  /** Fields of this selection set itself. */
  readonly width: number;
  /** What they are answered under. */
  readonly keys: ReadonlySet<string>;
  readonly fields: number;
  readonly depth: number;
  readonly introspectionDepth: number;
  /** Below this selection set; of its own fields `keys` tells. */
  readonly repeated: number;
  readonly aliases: number;
  readonly directives: number;
}

const empty: Size = {
  width: 0,
  keys: new Set(),
  fields: 0,
  depth: 0,
  introspectionDepth: 0,
  repeated: 0,
  aliases: 0,
  directives: 0,
};

interface Measure {
  operation(definition: OperationDefinitionNode): Size;
  fragment(definition: FragmentDefinitionNode): Size;
  /** Whether the fragment is part of anything measured so far. */
  hasMet(definition: FragmentDefinitionNode): boolean;
}

function createMeasure(fragmentNamed: (name: string) => FragmentDefinitionNode | undefined): Measure {
  const fragments = new Map<FragmentDefinitionNode, Size>();
  return {
    operation: (definition) => ofDirected(definition, ofSet(definition.selectionSet)),
    fragment: ofFragment,
    hasMet: (definition) => fragments.has(definition),
  };

  function ofSet(set: SelectionSetNode): Size {
    const sizes = set.selections.map((selection) => ofDirected(selection, ofSelection(selection)));
    return { ...sizes.reduce(sum, empty), keys: new Set(sizes.flatMap(({ keys }) => [...keys])) };
  }

  function ofSelection(selection: SelectionNode): Size {
    switch (selection.kind) {
      case Kind.FIELD:
        return ofField(selection);
      case Kind.INLINE_FRAGMENT:
        return ofSet(selection.selectionSet);
      case Kind.FRAGMENT_SPREAD: {
        const definition = fragmentNamed(selection.name.value);
        return definition ? ofFragment(definition) : empty;
      }
    }
  }

  function ofField(field: FieldNode): Size {
    const below = field.selectionSet ? ofSet(field.selectionSet) : empty;
    const isIntrospection = field.name.value === "__schema" || field.name.value === "__type";
    return {
      ...below,
      width: 1,
      keys: new Set([(field.alias ?? field.name).value]),
      fields: below.fields + 1,
      depth: isIntrospection ? 1 : below.depth + 1,
      introspectionDepth: isIntrospection ? below.depth + 1 : below.introspectionDepth,
      repeated: repeatedIn(below),
      aliases: below.aliases + (field.alias ? 1 : 0),
    };
  }

  function ofFragment(definition: FragmentDefinitionNode): Size {
    const known = fragments.get(definition);
    if (known) return known;
    // A fragment met again inside itself counts as empty: another rule refuses the circle.
    fragments.set(definition, empty);
    const size = ofDirected(definition, ofSet(definition.selectionSet));
    fragments.set(definition, size);
    return size;
  }
}

function ofDirected(node: { readonly directives?: readonly unknown[] | undefined }, size: Size): Size {
  return node.directives?.length ? { ...size, directives: size.directives + node.directives.length } : size;
}

function repeatedIn({ width, keys, repeated }: Size): number {
  return repeated + width - keys.size;
}

/** All but `keys`, which would be copied for each selection. */
function sum(a: Size, b: Size): Size {
  return {
    width: a.width + b.width,
    keys: a.keys,
    fields: a.fields + b.fields,
    depth: Math.max(a.depth, b.depth),
    introspectionDepth: Math.max(a.introspectionDepth, b.introspectionDepth),
    repeated: a.repeated + b.repeated,
    aliases: a.aliases + b.aliases,
    directives: a.directives + b.directives,
  };
}
