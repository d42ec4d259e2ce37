/** Whoever reads the log, or does not any longer, is not what a web process waits for. */
import assert from "node:assert/strict";
import { asRole } from "../src/dev/as_role.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { bearerOf, tokenSettings } from "./callers.ts";
import { flagsOf, root } from "./started.ts";

const patienceMs = 20_000;

for (const what of ["reads no further", "has gone"] as const) {
  Deno.test(`a web process answers, and ends, where whoever read its log ${what}`, async () => {
    await using database = await testDatabase();
    const env = {
      PORT: "0",
      DATABASE_URL: asRole(database.url, "reader"),
      APP_DATABASE_URL: asRole(database.url, "app"),
      JWT_SECRET: tokenSettings.secret,
      RATE_LIMIT: "off",
    };
    const web = new Deno.Command(Deno.execPath(), {
      args: ["run", ...flagsOf("src/serve.ts", env), "--no-check", "src/serve.ts"],
      cwd: root,
      env,
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const log = web.stderr.pipeThrough(new TextDecoderStream()).getReader();
    let said = "";
    while (!said.includes("web process listens")) {
      const { done, value } = await log.read();
      assert.ok(!done, said);
      said += value;
    }
    const address = /"address":"([^"]+)"/.exec(said)?.[1] ?? "";
    if (what === "has gone") await log.cancel();

    const headers = { ...await bearerOf("ingest"), "content-type": "application/x-ndjson" };
    const kill = () => {
      try {
        web.kill("SIGKILL");
      } catch {
        // It has ended.
      }
    };
    const killer = setTimeout(kill, patienceMs);
    try {
      // Each is logged with its error: this process may write no orders.
      for (let time = 0; time < 160; time++) {
        const refused = await fetch(`${address}/ingest/orders`, {
          method: "POST",
          headers,
          body: "{}",
        });
        await refused.body?.cancel();
        assert.equal(refused.status, 503);
      }
      const answer = await fetch(`${address}/graphql?query={shop{currency}}`, {
        headers: await bearerOf("viewer"),
      });
      assert.equal((await answer.json()).data.shop.currency, "USD");
      web.kill("SIGTERM");
      assert.equal((await web.status).code, 0);
    } finally {
      clearTimeout(killer);
      // Where it ended by itself, nobody is told.
      kill();
      await log.cancel();
      await web.status;
    }
  });
}
