/** Opens postgres.js for a connection string. By itself it would check less of the server than the string asks for. */
import postgres from "postgres";
import { messageOf, UsageError } from "../base/errors.ts";
import { isPooled } from "../base/pooler.ts";
import { databaseTls, type Tls } from "../base/tls.ts";

type Types = Record<string, postgres.PostgresType>;

/**
 * @param options as postgres.js takes them; TLS is the string's alone
 * @throws UsageError where the string asks for TLS in a way that is not taken, or its file of certificates is none
 */
export function openClient<T extends Types>(
  url: string,
  options: postgres.Options<T>,
): ReturnType<typeof postgres<T>> {
  const target = new URL(url);
  const tls = tlsOf(url);
  // Postgres would take them for settings of the session.
  for (const name of ["sslmode", "sslrootcert", "pooler"]) target.searchParams.delete(name);
  // Without a host of its own, postgres.js has an IP address verified as localhost.
  const host = target.hostname.replace(/^\[|\]$/g, "");
  return postgres(target.href, {
    ...options,
    // Through a transaction pooler, the statement would be looked for on another connection than it was prepared on.
    ...(isPooled(url) && { prepare: false }),
    ssl: tls ? { host, ...(tls.ca !== undefined && { ca: tls.ca.text }) } : false,
  });
}

function tlsOf(url: string): Tls | undefined {
  try {
    return databaseTls(url);
  } catch (error) {
    throw new UsageError(`Cannot connect: the database's connection string must be ${messageOf(error)}`, {
      cause: error,
    });
  }
}
