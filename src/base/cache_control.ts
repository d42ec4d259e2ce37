/** How old an answer a client takes, by its Cache-Control header (RFC 9111, 5.2.1). */

export interface RequestCacheControl {
  /** Nothing that was made before will do; undefined where it is not said. Milliseconds of the wall clock. */
  readonly since: number | undefined;
  /** Whether nothing may be made for it. */
  readonly onlyIfCached: boolean;
}

/**
 * Ages are told in whole seconds, so `max-age=0` takes what is less than a second old.
 * @param now milliseconds of the wall clock
 * @returns what the header says; what it says wrongly, or in words that are not known here, it has not said
 */
export function readCacheControl(header: string | null, now: number): RequestCacheControl {
  let since = -Infinity;
  let onlyIfCached = false;
  for (const [, name = "", value = ""] of (header ?? "").matchAll(directive)) {
    const seconds = /^"?(\d+)"?$/.exec(value)?.[1];
    switch (name.toLowerCase()) {
      case "no-cache":
        since = now;
        break;
      case "max-age":
        if (seconds !== undefined) since = Math.max(since, now - (Number(seconds) + 1) * 1000 + 1);
        break;
      case "only-if-cached":
        onlyIfCached = true;
    }
  }
  return { since: since === -Infinity ? undefined : since, onlyIfCached };
}

// A quoted value may hold commas, and names of directives.
const directive = /([^\s,;="]+)(?:=("(?:[^"\\]|\\.)*"|[^\s,]*))?/g;
