/** Whom a Redis over TLS is believed to be: a real one, with one certificate after another. */
import assert from "node:assert/strict";
import { messageOf } from "../base/errors.ts";
import { readCertificates } from "../base/tls.ts";
import { type Certificate, makeCertificates } from "../dev/certificates.ts";
import { until } from "../dev/elsewhere.ts";
import { firstFree } from "../dev/ports.ts";
import { startRedisServer } from "../dev/redis_server.ts";
import { item } from "./conformance_testing.ts";
import { createRedisStore } from "./redis.ts";

/** @returns "stored", or why it could not connect */
async function tryToStore(url: string, ca: string | undefined): Promise<string> {
  const store = createRedisStore(url, ca);
  let result = "";
  try {
    await until(async () => {
      try {
        await store.setMany([item("a", "1", 1)]);
        result = "stored";
      } catch (error) {
        result = messageOf(error);
      }
      // Until it has tried, it only says that there is no connection.
      return !/isn't writeable|closed/.test(result);
    });
    return result;
  } finally {
    await store.close();
  }
}

Deno.test("Redis over TLS is used only where its certificate and its name hold", async () => {
  const directory = await Deno.makeTempDir({ prefix: "laneway-tls-" });
  try {
    const { authority, right, wrongName, expired, selfSigned } = await makeCertificates(directory);
    const { text: ca } = readCertificates(authority);
    const cases: readonly [
      what: string,
      shown: Certificate,
      host: string,
      ca: string | undefined,
      result: RegExp,
    ][] = [
      ["right", right, "localhost", ca, /^stored$/],
      ["right, but for its name", right, "127.0.0.1", ca, /altnames/],
      ["right, of an authority that nobody named", right, "localhost", undefined, /unable to verify/],
      ["for another name", wrongName, "localhost", ca, /altnames/],
      ["expired", expired, "localhost", ca, /certificate has expired/],
      ["self-signed", selfSigned, "localhost", ca, /self-signed certificate/],
    ];
    for (const [what, { certificate, key }, host, trusted, result] of cases) {
      const port = firstFree(30_000 + Math.floor(Math.random() * 2_000));
      await using _server = await startRedisServer([
        ...["--tls-port", String(port), "--tls-auth-clients", "no"],
        ...["--tls-cert-file", certificate, "--tls-key-file", key],
      ]);
      assert.match(await tryToStore(`rediss://${host}:${port}`, trusted), result, what);
    }
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
