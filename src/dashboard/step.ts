/** Reading a chart with the keyboard. */

/** What is read, and with Shift what is chosen: from `anchor` to `index`. */
export interface Reading {
  readonly index: number;
  /** Null while no range is being chosen. */
  readonly anchor: number | null;
}

/**
 * @param reading null before the first key
 * @returns what a key reads next, null for nothing; undefined where the key means nothing here
 */
export function readNext(
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
  reading: Reading | null,
  count: number,
): Reading | null | undefined {
  const index = indexAfter(key, reading?.index ?? null, count);
  if (index === undefined || index === null) return index;
  return { index, anchor: shiftKey ? reading?.anchor ?? reading?.index ?? index : null };
}

function indexAfter(key: string, index: number | null, count: number): number | null | undefined {
  if (count === 0) return undefined;
  switch (key) {
    case "ArrowLeft":
      return index === null ? count - 1 : Math.max(0, index - 1);
    case "ArrowRight":
      return index === null ? 0 : Math.min(count - 1, index + 1);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    case "Escape":
      return null;
    default:
      return undefined;
  }
}
