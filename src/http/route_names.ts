/** The names that paths have in metrics and traces: few, whatever is asked for. */

const ours = ["/graphql", "/ingest", "/live", "/embed-tokens", "/health", "/metrics"];

/**
 * @param pages the first segments of the pages' paths, such as `products`
 * @returns a function of a path: `/products`, `/products/*` for all below it, and `other` for whatever is none of ours
 */
export function createRouteNames(pages: readonly string[]): (path: string) => string {
  const known = new Set([...ours, ...pages.map((name) => `/${name}`)]);
  return (path) => {
    if (path === "/") return path;
    const end = path.indexOf("/", 1);
    const first = end < 0 ? path : path.slice(0, end);
    if (!known.has(first)) return "other";
    return end < 0 || end === path.length - 1 ? first : `${first}/*`;
  };
}
