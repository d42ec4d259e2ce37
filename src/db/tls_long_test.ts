/** Whom a Postgres over TLS is believed to be: a real one, with one certificate after another. */
import assert from "node:assert/strict";
import { basename, join } from "node:path";
import postgres from "postgres";
import { messageOf, UnavailableError } from "../base/errors.ts";
import { type Certificate, makeCertificates } from "../dev/certificates.ts";
import { until } from "../dev/elsewhere.ts";
import { startPostgres, wipePostgres } from "../dev/postgres.ts";
import { findPlace, give, type Place } from "../dev/postgres_place.ts";
import { bulkLoad } from "./bulk.ts";
import { copyRows } from "./copy.ts";
import { migrate } from "./migrate.ts";
import { createPool } from "./pool.ts";

/** Puts it where Postgres may read it, and nobody else. */
async function install(
  { directory, account }: Place,
  { certificate, key }: Certificate,
): Promise<Certificate> {
  const copy = async (from: string) => {
    const to = join(directory, basename(from));
    await Deno.copyFile(from, to);
    await Deno.chmod(to, 0o600);
    await give(to, account);
    return to;
  };
  return { certificate: await copy(certificate), key: await copy(key) };
}

/** Has the server show another certificate to whoever connects from now on. */
async function show(plainUrl: string, { certificate, key }: Certificate): Promise<void> {
  const ask = async <T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> => {
    const sql = postgres(plainUrl, { max: 1, onnotice: () => {} });
    return await work(sql).finally(() => sql.end());
  };
  await ask(async (sql) => {
    await sql.unsafe(`alter system set ssl_cert_file = '${certificate}'`);
    await sql.unsafe(`alter system set ssl_key_file = '${key}'`);
    await sql`select pg_reload_conf()`;
  });
  // What a new connection is told, the server has read.
  await until(async () => {
    const [row] = await ask((sql) => sql`select current_setting('ssl_cert_file') as shown`);
    return row?.shown === certificate;
  });
}

/** @returns whether what is said is encrypted, or why there is nobody to say it to */
async function tryToAsk(url: string): Promise<string> {
  const pool = createPool({ url, size: 1, deadlineMs: 5_000, name: "test" });
  const text = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";
  try {
    const [row] = await pool.run<{ ssl: boolean }>({ name: "ssl", text, parameters: [] });
    return row?.ssl ? "encrypted" : "plain";
  } catch (error) {
    assert.ok(error instanceof UnavailableError, messageOf(error));
    return error.message;
  } finally {
    await pool.close(0);
  }
}

Deno.test("Postgres over TLS is used only where its certificate and its name hold", async (t) => {
  const home = await Deno.makeTempDir({ prefix: "laneway-tls-" });
  try {
    const made = await makeCertificates(home);
    const place = await findPlace(await Deno.realPath(home));
    const [right, wrongName, expired, selfSigned] = await Promise.all(
      [made.right, made.wrongName, made.expired, made.selfSigned].map((one) => install(place, one)),
    );
    const without = await startPostgres({ home, durable: false });
    const at = (host: string, query: Record<string, string>) => {
      const url = new URL(without.url);
      url.hostname = host;
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      return url.href;
    };
    const ca = { sslrootcert: made.authority };
    const full = { sslmode: "verify-full" };

    await t.step("a server that speaks no TLS is told nothing", async () => {
      assert.match(await tryToAsk(at("localhost", { ...full, ...ca })), /^Cannot reach the database/);
      assert.equal(await tryToAsk(at("localhost", {})), "plain");
    });

    const sql = postgres(without.url, { max: 1, onnotice: () => {} });
    await sql.unsafe("alter system set ssl = 'on'");
    await sql.end();
    const cases: readonly [
      what: string,
      shown: Certificate | undefined,
      url: string,
      result: RegExp,
    ][] = [
      ["right", right, at("localhost", { ...full, ...ca }), /^encrypted$/],
      ["right, asked for by the file alone", right, at("localhost", ca), /^encrypted$/],
      ["right, asked for by require", right, at("localhost", { sslmode: "require", ...ca }), /^encrypted$/],
      [
        "right, asked for by verify-ca",
        right,
        at("localhost", { sslmode: "verify-ca", ...ca }),
        /^encrypted$/,
      ],
      ["right, but for its name", right, at("127.0.0.1", { ...full, ...ca }), /over TLS: .*altnames/],
      ["right, of an authority that nobody named", right, at("localhost", full), /unable to verify/],
      ["the same by require", right, at("localhost", { sslmode: "require" }), /unable to verify/],
      ["for another name", wrongName, at("localhost", { ...full, ...ca }), /altnames/],
      [
        "for another name, by verify-ca",
        wrongName,
        at("localhost", { sslmode: "verify-ca", ...ca }),
        /altnames/,
      ],
      ["expired", expired, at("localhost", { ...full, ...ca }), /certificate has expired/],
      ["self-signed", selfSigned, at("localhost", { ...full, ...ca }), /self-signed certificate/],
      ["self-signed, where nobody asks for TLS", selfSigned, at("localhost", {}), /^plain$/],
    ];
    for (const [what, shown, url, result] of cases) {
      await t.step(what, async () => {
        assert.ok(shown);
        await show(without.url, shown);
        assert.match(await tryToAsk(url), result);
      });
    }

    await t.step("migrations, imports and seeds are as careful", async () => {
      assert.ok(selfSigned);
      await show(without.url, selfSigned);
      const url = at("localhost", { ...full, ...ca });
      const lines = async function* () {
        yield "1\n";
      };
      const refused = /over TLS: self-signed certificate/;
      await assert.rejects(migrate({ url }), refused);
      await assert.rejects(copyRows(url, "copy any from stdin", lines()), refused);
      await assert.rejects(bulkLoad(url, "test", () => Promise.resolve()), refused);
    });
  } finally {
    await wipePostgres(home);
    await Deno.remove(home, { recursive: true });
  }
});
