/**
 * The URL pattern of a route's file: `products/[id].tsx` answers `/products/:id`, `[...rest]` takes all that is left,
 * `index` and `(group)` are not seen in the URL.
 * @param file relative to the routes' folder
 */
export function patternOf(file: string): string {
  const names = file.replace(/\.\w+$/, "").split("/").filter((name) => !/^\(.*\)$/.test(name));
  if (names.at(-1) === "index") names.pop();
  return names.map((name) => "/" + segmentPattern(name, file)).join("") || "/";
}

function segmentPattern(name: string, file: string): string {
  const rest = name.match(/^\[\.\.\.(\w+)\]$/)?.[1];
  if (rest !== undefined) return `:${rest}*`;
  const pattern = name.replace(/\[(\w+)\]/g, ":$1");
  if (/[[\]]|:\w+:/.test(pattern)) {
    throw new Error(
      `Cannot route ${file}: expected [param], [...rest] or text between [params] (got "${name}")`,
    );
  }
  return pattern;
}

/** Orders patterns from the most to the least specific: the first that matches a URL is the right one. */
export function comparePatterns(a: string, b: string): number {
  const [left, right] = [a.split("/"), b.split("/")];
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const difference = rank(left[index]) - rank(right[index]);
    if (difference !== 0) return difference;
  }
  return right.length - left.length || (a < b ? -1 : 1);
}

function rank(segment = ""): number {
  if (segment.endsWith("*")) return 3;
  if (/^:\w+$/.test(segment)) return 2;
  return segment.includes(":") ? 1 : 0;
}
