/** Where a visitor goes after signing in. */

// No such host: only to find out whether an address leads away from its own.
const here = "http://here.invalid";

/** @returns the path and query that `next` names, where it names a page of this site; else the overview */
export function nextPage(next: string | null): string {
  const url = next === null ? null : URL.parse(next, here);
  if (!url || url.origin !== here) return "/";
  // A path that begins with two slashes would be another host's address.
  const path = url.pathname.replace(/^[/\\]+/, "/");
  return path === "/sign-in" || path === "/sign-out" ? "/" : path + url.search;
}
