/** The id that a request is known by, in answers and in the log. */

/** @returns the id that a proxy or a client gave it, where it is one that fits in a log; otherwise a new one */
export function requestIdOf({ headers }: Request): string {
  const given = headers.get("x-request-id");
  return given !== null && /^[\w\-=]{1,255}$/.test(given) ? given : crypto.randomUUID();
}
