/** For tests of TLS: an authority of this test alone, and servers' certificates that are right, or wrong in one thing each. */
import { join } from "node:path";
import { UnavailableError } from "../base/errors.ts";
import { runCommand } from "./command.ts";

/** Paths, in PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

export interface Certificates {
  /** What the first three descend from. */
  readonly authority: string;
  /** For `localhost`, and for none of its addresses. */
  readonly right: Certificate;
  readonly wrongName: Certificate;
  readonly expired: Certificate;
  /** For `localhost`, by nobody that is trusted. */
  readonly selfSigned: Certificate;
}

/** @throws UnavailableError where openssl is not installed */
export async function makeCertificates(directory: string): Promise<Certificates> {
  const at = (name: string) => join(directory, name);
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  const selfSign = async (name: string, ...extensions: readonly string[]): Promise<Certificate> => {
    const made = { certificate: at(`${name}.pem`), key: at(`${name}.key`) };
    await openssl([
      ...["req", "-x509", ...key, "-keyout", made.key, "-out", made.certificate, "-days", "2"],
      ...["-subj", `/CN=${name}`, ...extensions.flatMap((extension) => ["-addext", extension])],
    ]);
    return made;
  };
  const authority = await selfSign("authority", "basicConstraints=critical,CA:TRUE");
  const issue = async (name: string, host: string, days: number): Promise<Certificate> => {
    const made = { certificate: at(`${name}.pem`), key: at(`${name}.key`) };
    const [request, extensions] = [at(`${name}.csr`), at(`${name}.ext`)];
    await Deno.writeTextFile(extensions, `subjectAltName=DNS:${host}\n`);
    await openssl(["req", ...key, "-keyout", made.key, "-out", request, "-subj", `/CN=${host}`]);
    await openssl([
      ...["x509", "-req", "-in", request, "-out", made.certificate, "-days", String(days)],
      ...["-CA", authority.certificate, "-CAkey", authority.key, "-CAcreateserial", "-extfile", extensions],
    ]);
    return made;
  };
  return {
    authority: authority.certificate,
    right: await issue("right", "localhost", 2),
    wrongName: await issue("wrong-name", "elsewhere.example", 2),
    expired: await issue("expired", "localhost", -1),
    selfSigned: await selfSign("self-signed", "subjectAltName=DNS:localhost"),
  };
}

async function openssl(args: readonly string[]): Promise<void> {
  const { success, output } = await runCommand("openssl", args);
  if (!success) {
    throw new UnavailableError(`Cannot make a certificate: openssl ${args[0]} failed (${output})`);
  }
}
