/** Telling "the database cannot be reached" from "the database answered with an error". */
import { codeOf, messageOf, UnavailableError } from "../base/errors.ts";

// What Postgres answers while it starts, stops, is full or does not let us in, and what postgres.js and the system say
// of a broken socket.
const codes = new Set([
  "57P01",
  "57P02",
  "57P03",
  "53300",
  "28000",
  "28P01",
  "3D000",
  "08000",
  "08003",
  "08006",
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ENOTFOUND",
  "ETIMEDOUT",
  "ECONNABORTED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EAI_AGAIN",
  "CONNECT_TIMEOUT",
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
]);

// What OpenSSL and the check of names say of a server that is not who it should be.
const distrust = /^(CERT|ERR_TLS|ERR_SSL|ERR_OSSL|UNABLE_TO_(GET|VERIFY)|DEPTH_ZERO|SELF_SIGNED)_/;

/** @returns an UnavailableError where `error` says that there is no connection, and `error` itself otherwise */
export function named(error: unknown): unknown {
  const code = codeOf(error);
  if (distrust.test(code)) {
    return new UnavailableError(
      `Cannot reach the database over TLS: ${messageOf(error)}; see sslrootcert in docs/SECURITY.md`,
      { cause: error },
    );
  }
  if (!codes.has(code)) return error;
  return new UnavailableError(`Cannot reach the database: ${messageOf(error)}`, { cause: error });
}
