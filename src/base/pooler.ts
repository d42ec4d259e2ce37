/**
 * A transaction pooler, such as pgbouncer or a provider's own, lends a connection to Postgres for one transaction at a time. What a
 * session would keep is another's then: prepared statements, settings, locks, and whose process it is.
 */

/**
 * @param url a connection string; `pooler=transaction` in it says that it leads to such a pooler
 * @throws Error whose message completes "NAME must be ..."
 */
export function isPooled(url: string): boolean {
  const pooler = new URL(url).searchParams.get("pooler");
  if (pooler !== null && pooler !== "transaction") {
    throw new Error("with pooler=transaction, or without a pooler: one that lends sessions needs no word");
  }
  return pooler === "transaction";
}
