/** Tokens as commands sign and revoke them, at a web process that wants to know who calls. */
import assert from "node:assert/strict";
import { command, output } from "../src/cli/command_testing.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { until } from "../src/dev/elsewhere.ts";
import { createPool } from "../src/db/pool.ts";
import { tokenSettings } from "./callers.ts";
import { testWeb } from "./web.ts";

const program = new URL("../src/cli/token.ts", import.meta.url).href;

Deno.test("a token that a command signed is taken until a command revokes it", async () => {
  await using database = await testDatabase();
  const environment = { DATABASE_URL: database.url, JWT_SECRET: tokenSettings.secret };
  const token = (...args: string[]) => output(command(program, args, environment));
  await using web = await testWeb(database.url, { auth: "required", tokens: tokenSettings });
  const ask = async (bearer?: string) => {
    const response = await fetch(`${web.address}/graphql?query={shop{currency}}`, {
      headers: bearer === undefined ? {} : { authorization: `Bearer ${bearer}` },
    });
    return { response, result: await response.json() };
  };
  const [minted, refused] = await Promise.all([
    token("--role", "viewer", "--ttl", "1d", "--name", "shop window"),
    token("--role", "root", "--ttl", "1d"),
  ]);
  assert.deepEqual([minted.code, minted.out.split("\n").length, refused.code], [0, 2, 1]);
  assert.match(refused.err, /^Cannot sign a token: give --role/);
  const bearer = minted.out.trim();
  assert.deepEqual((await ask(bearer)).result.data, { shop: { currency: "USD" } });

  const { response, result } = await ask();
  assert.equal(response.status, 401);
  assert.match(response.headers.get("www-authenticate") ?? "", /^Bearer/);
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.equal(result.errors[0].extensions.code, "UNAUTHENTICATED");
  assert.equal(result.errors[0].extensions.requestId, response.headers.get("x-request-id"));

  const jti = /revoke ([\w-]+)/.exec(minted.err)?.[1] ?? "";
  assert.equal((await token("revoke", jti)).code, 0);
  const began = performance.now();
  await until(async () => (await ask(bearer)).response.status === 401);
  assert.ok(performance.now() - began < 5_000);

  const pool = createPool({ url: database.url, size: 1, deadlineMs: 5_000, name: "test" });
  const rows = await pool.run<{ line: string }>({
    name: "log",
    text:
      "select concat_ws(' ', split_part(actor, ':', 1), action, subject = $1, detail) as line from audit_log order by id",
    parameters: ["jti"],
  }, { jti });
  await pool.close();
  assert.deepEqual(rows.map(({ line }) => line), [
    'command token minted t {"name": "shop window", "role": "viewer", "ttlSeconds": 86400}',
    "command token revoked t {}",
  ]);
  // Neither the token nor the secret is told to anyone again.
  const told = web.logged.join("\n") + minted.err;
  assert.ok(!told.includes(bearer) && !told.includes(tokenSettings.secret));
});
