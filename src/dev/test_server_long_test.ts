import assert from "node:assert/strict";
import postgres from "postgres";
import { type Elsewhere, runElsewhere, until } from "./elsewhere.ts";
import { wipePostgres } from "./postgres.ts";
import { clusterAt } from "./postgres_cluster.ts";
import { insideOf } from "./postgres_place.ts";
import { processesOf } from "./postgres_processes.ts";
import { TEST_PREFIX } from "./test_template.ts";

Deno.test("the server for tests ends after the last of its users was killed, and what they left is removed", async () => {
  const home = await Deno.realPath(await Deno.makeTempDir({ prefix: "laneway-test-" }));
  await Deno.chmod(home, 0o755);
  const { name } = clusterAt({ directory: insideOf(home), account: undefined });
  const hasEnded = async () => (await processesOf(name))?.length === 0;
  const leftover = `${TEST_PREFIX}leftover`;
  {
    await using first = await useElsewhere(home);
    await using second = await useElsewhere(home);
    assert.equal(first.said, second.said);
    await first.kill();
    await query(second.said, `create database ${leftover}`);
    await second.kill();
  }
  await until(hasEnded);
  {
    await using third = await useElsewhere(home);
    const found = await query(third.said, `select from pg_database where datname = '${leftover}'`);
    assert.equal(found.length, 0);
  }
  await until(hasEnded);
  await wipePostgres(home);
  await Deno.remove(home, { recursive: true });
});

/** Uses the home's server for tests from another process, which says its connection string. */
function useElsewhere(home: string): Promise<Elsewhere> {
  const program = `
    import { testServer } from ${JSON.stringify(new URL("test_server.ts", import.meta.url))};
    console.log(await testServer(${JSON.stringify(home)}));
    setInterval(() => {}, 60_000);`;
  return runElsewhere(program, "postgres://");
}

async function query(url: string, text: string): Promise<readonly postgres.Row[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return [...await sql.unsafe(text)];
  } finally {
    await sql.end({ timeout: 1 });
  }
}
