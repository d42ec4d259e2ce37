/** What tells HTTP's caches how long they may keep a response: Cache-Control, Age, Vary. */
import type { Form } from "./form.ts";
import type { KeptResponse } from "./responder.ts";

/** How long a process goes on without hearing of changes, and then while it renews. A shared cache may do the same. */
const [unheardSeconds, renewSeconds] = [2, 2];

/** @param now milliseconds of the wall clock */
export function lifetimeHeaders(
  found: KeptResponse["found"],
  form: Form,
  now: number,
): [string, string][] {
  // Of the oldest answer that it is made of.
  const age = Math.max(0, Math.floor((now - found.entry.computedAt) / 1000));
  const lifetime = form.isQuery ? lifetimeOf(found, form, age, now) : "no-store";
  const vary = form.isPublic ? "" : ", authorization, cookie";
  const headers: [string, string][] = [
    // Other bytes would have another tag, so nobody on the way is to compress them in his own way.
    ["cache-control", `${lifetime}, no-transform`],
    ["vary", `accept, accept-encoding${vary}`],
  ];
  if (found.from !== "database") headers.push(["age", String(age)]);
  return headers;
}

/** People's own caches ask each time, and are told without a body that nothing changed. Shared ones spare us the many. */
function lifetimeOf(
  { entry, freshness }: KeptResponse["found"],
  { isPublic }: Form,
  age: number,
  now: number,
): string {
  if (!isPublic) return "private, no-cache";
  if (freshness !== "fresh") return "public, no-cache";
  const left = Math.floor((entry.freshUntil - now) / 1000);
  // It counts from when the response was made, as Age does.
  const shared = age + Math.max(0, Math.min(unheardSeconds, left));
  return `public, max-age=0, s-maxage=${shared}, stale-while-revalidate=${renewSeconds}`;
}
