/** Categories in the order they are read: each below the one it lies in, the largest first. */
import type { CategoryInsight } from "./answer.ts";

export interface CategoryRow {
  readonly insight: CategoryInsight;
  /** 0 at the top of the tree. */
  readonly depth: number;
}

export interface CategoryRows {
  readonly rows: readonly CategoryRow[];
  /** How many were left out. */
  readonly more: number;
}

/**
 * @param insights the largest first
 * @param most how many rows are wanted: nobody reads hundreds; the deepest, and of these the smallest, are left out
 */
export function categoryRows(insights: readonly CategoryInsight[], most: number): CategoryRows {
  const byId = new Map(insights.map((insight) => [insight.category?.id, insight]));
  const parentOf = ({ parentId }: CategoryInsight) => parentId === null ? undefined : byId.get(parentId);
  const depthOf = (insight: CategoryInsight): number => {
    const parent = parentOf(insight);
    return parent === undefined ? 0 : depthOf(parent) + 1;
  };
  const kept = insights.toSorted((a, b) => depthOf(a) - depthOf(b)).slice(0, most);
  const below = (parent: CategoryInsight | undefined): CategoryRow[] =>
    kept.filter((insight) => parentOf(insight) === parent)
      .flatMap((insight) => [{ insight, depth: depthOf(insight) }, ...below(insight)]);
  return { rows: below(undefined), more: insights.length - kept.length };
}
