/** What tells HTTP's caches how long they may keep a response: Cache-Control, Age, Vary. */
import type { Form } from "./form.ts";
import type { KeptResponse } from "./responder.ts";

/** How long a process goes on without hearing of changes, and then while it renews. A shared cache may do the same. */
const [unheardSeconds, renewSeconds] = [2, 2];

/**
 * @param now milliseconds of the wall clock
 * @returns whole seconds since the oldest answer that it is made of was asked for: what is said of it holds that long
 */
export function ageOf({ entry }: KeptResponse["found"], now: number): number {
  return Math.max(0, Math.floor((now - entry.computedAt) / 1000));
}

/** @param age as {@link ageOf} gives it */
export function lifetimeHeaders(
  found: KeptResponse["found"],
  form: Form,
  age: number,
): [string, string][] {
  const lifetime = form.isQuery ? lifetimeOf(found, form, age) : "no-store";
  const vary = form.isPublic ? "" : ", authorization, cookie";
  const headers: [string, string][] = [
    // Other bytes would have another tag, so nobody on the way is to compress them in his own way.
    ["cache-control", `${lifetime}, no-transform`],
    ["vary", `accept, accept-encoding${vary}`],
  ];
  // What is computed now may be made of answers that were not.
  if (found.from !== "database" || age > 0) headers.push(["age", String(age)]);
  return headers;
}

/** People's own caches ask each time, and are told without a body that nothing changed. Shared ones spare us the many. */
function lifetimeOf(
  { entry, freshness }: KeptResponse["found"],
  { isPublic }: Form,
  age: number,
): string {
  if (!isPublic) return "private, no-cache";
  if (freshness !== "fresh") return "public, no-cache";
  // It counts as Age does, in seconds that were begun: the last one does not count whole.
  const life = Math.floor((entry.freshUntil - entry.computedAt) / 1000) - 1;
  const shared = Math.max(age, Math.min(age + unheardSeconds, life));
  return `public, max-age=0, s-maxage=${shared}, stale-while-revalidate=${renewSeconds}`;
}
