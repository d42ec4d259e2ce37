/** Whether a client has what it would be sent already, by its If-None-Match header (RFC 9110, 13.1.2). */

/**
 * @param ifNoneMatch the header: tags, or `*` for whatever there is
 * @param etag of what would be sent, in its quotes; a weak and a strong tag of the same text are the same here
 */
export function hasCurrent(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  if (ifNoneMatch === etag || ifNoneMatch.trim() === "*") return true;
  const strong = etag.replace(/^W\//, "");
  // Between its quotes a tag may hold commas.
  for (const [, tag] of ifNoneMatch.matchAll(/(?:^|,)\s*(?:W\/)?("[^"]*")\s*(?=,|$)/g)) {
    if (tag === strong) return true;
  }
  return false;
}
