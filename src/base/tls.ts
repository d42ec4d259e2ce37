/** What settings say of TLS: whoever answers is verified, its name too; or nothing is encrypted. Nothing lies between. */
import { messageOf } from "./errors.ts";

/** How a server is verified. */
export interface Tls {
  /** The certificates that its own must descend from; undefined are those that Deno trusts. */
  readonly ca: Certificates | undefined;
}

export interface Certificates {
  readonly file: string;
  /** PEM. */
  readonly text: string;
}

// What asks for encryption wants to know with whom: libpq's weaker checks would let anyone in between read along.
const verified = ["verify-full", "verify-ca", "require"];

/**
 * @param url a connection string, with `sslmode` and `sslrootcert` as libpq has them
 * @returns undefined where it asks for no TLS
 * @throws Error whose message completes "NAME must be ..."
 */
export function databaseTls(url: string): Tls | undefined {
  const { searchParams } = new URL(url);
  const file = searchParams.get("sslrootcert");
  const mode = searchParams.get("sslmode") ?? (file === null ? "disable" : "verify-full");
  if (searchParams.has("ssl")) throw new Error("without ssl=: write sslmode=verify-full");
  if (mode === "disable" && file === null) return undefined;
  if (!verified.includes(mode)) {
    throw new Error(
      `with sslmode verify-full, or disable where the network is trusted; ${mode.slice(0, 20)} ` +
        `${mode === "disable" ? "leaves sslrootcert unused" : "may not encrypt at all"}`,
    );
  }
  return { ca: file === null || file === "system" ? undefined : readCertificates(file) };
}

/** @throws Error whose message completes "NAME must be ..." */
export function readCertificates(file: string): Certificates {
  let text: string;
  try {
    text = Deno.readTextFileSync(file);
  } catch (error) {
    throw new Error(`with a file of certificates that can be read: ${messageOf(error)}`);
  }
  // A text that holds none would be overlooked, and a public authority trusted in its place.
  if (!text.includes("-----BEGIN CERTIFICATE-----")) {
    throw new Error(`with a file of certificates in PEM, which ${file} is not`);
  }
  return { file, text };
}
