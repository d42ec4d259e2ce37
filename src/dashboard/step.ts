/** Reading a chart with the keyboard. */

/**
 * @param index of the point read now; null before the first
 * @returns the index of the point that a key reads next, null for none; undefined where the key means nothing here
 */
export function indexAfter(key: string, index: number | null, count: number): number | null | undefined {
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
