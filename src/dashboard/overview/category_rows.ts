/** Categories in the order they are read: each below the one it lies in, the largest first. */
/** What tells where a category lies. */
export interface Placed {
  readonly category: { readonly id: string } | null;
  readonly parentId: string | null;
}

export interface CategoryRow<T extends Placed> {
  readonly insight: T;
  /** 0 at the top of the tree. */
  readonly depth: number;
}

export interface CategoryRows<T extends Placed> {
  readonly rows: readonly CategoryRow<T>[];
  /** How many were left out. */
  readonly more: number;
}

/**
 * @param insights the largest first
 * @param most how many rows are wanted: nobody reads hundreds; the deepest, and of these the smallest, are left out
 */
export function categoryRows<T extends Placed>(insights: readonly T[], most: number): CategoryRows<T> {
  const byId = new Map(insights.map((insight) => [insight.category?.id, insight]));
  const parentOf = ({ parentId }: T) => parentId === null ? undefined : byId.get(parentId);
  const depthOf = (insight: T): number => {
    const parent = parentOf(insight);
    return parent === undefined ? 0 : depthOf(parent) + 1;
  };
  const kept = insights.toSorted((a, b) => depthOf(a) - depthOf(b)).slice(0, most);
  const below = (parent: T | undefined): CategoryRow<T>[] =>
    kept.filter((insight) => parentOf(insight) === parent)
      .flatMap((insight) => [{ insight, depth: depthOf(insight) }, ...below(insight)]);
  return { rows: below(undefined), more: insights.length - kept.length };
}
