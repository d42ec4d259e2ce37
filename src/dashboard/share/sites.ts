/** The sites that somebody names to show a chart on. */

/** More than anybody shares a chart with. */
const mostSites = 20;

export type SitesOrProblem =
  | { readonly origins: readonly string[] }
  | { readonly problem: "none" | "many" | { readonly unreadable: string } };

/**
 * @param text addresses of sites or of their pages, apart by spaces, commas or lines; `https` where they have no scheme
 * @returns their origins, each once
 */
export function readSites(text: string): SitesOrProblem {
  const named = text.split(/[\s,]+/).filter((part) => part !== "");
  if (named.length === 0) return { problem: "none" };
  const origins = new Set<string>();
  for (const part of named) {
    const origin = originOf(part);
    if (origin === undefined) return { problem: { unreadable: part } };
    origins.add(origin);
  }
  return origins.size > mostSites ? { problem: "many" } : { origins: [...origins] };
}

function originOf(text: string): string | undefined {
  const url = URL.parse(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  const isSite = url && /^https?:$/.test(url.protocol) && /^[\w.:[\]-]+$/.test(url.host) &&
    url.username === "" && url.password === "";
  return isSite ? url.origin : undefined;
}
