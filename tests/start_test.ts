/** Processes as an operator starts, kills and stops them. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { firstFree } from "../src/dev/ports.ts";
import { testDatabase } from "../src/dev/test_database.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

interface Started {
  readonly process: Deno.ChildProcess;
  /** The log lines of the process, as they come. */
  readonly lines: AsyncIterator<Record<string, unknown>>;
}

function start(script: string, environment: Record<string, string>, args: readonly string[] = []): Started {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--unstable-cron", script, ...args],
    cwd: root,
    env: { PORT: "0", LOG_LEVEL: "info", ...environment },
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  return { process, lines: readLines(process.stderr) };
}

async function* readLines(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Record<string, unknown>> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield line.startsWith("{") ? JSON.parse(line) : { message: line };
  }
}

/** Reads on until a line with this message; fails where the process ends before. */
async function until({ lines }: Started, message: string): Promise<Record<string, unknown>> {
  const seen: unknown[] = [];
  for (let next = await lines.next(); !next.done; next = await lines.next()) {
    if (next.value.message === message) return next.value;
    seen.push(next.value);
  }
  throw new assert.AssertionError({ message: `no "${message}" among ${JSON.stringify(seen)}` });
}

/** Reads what is left and returns how the process ended. */
async function end(
  { process, lines }: Started,
): Promise<{ code: number; rest: readonly Record<string, unknown>[] }> {
  const rest: Record<string, unknown>[] = [];
  for (let next = await lines.next(); !next.done; next = await lines.next()) rest.push(next.value);
  await process.stdin.close().catch(() => {});
  return { code: (await process.status).code, rest };
}

Deno.test("two web and two precompute processes that start at once on an empty database end healthy", async () => {
  await using database = await testDatabase({ migrated: false });
  const environment = { DATABASE_URL: database.url };
  const crons = [1, 2].map(() => start("src/cron.ts", environment));
  const webs = [1, 2].map(() => start("src/serve.ts", environment));
  const listening = await Promise.all(webs.map((web) => until(web, "web process listens")));
  await Promise.all(crons.map((cron) => until(cron, "precompute process started")));
  // Both rebuild at once at their start; one may give way, and the other has built the aggregates.
  const sql = postgres(database.url, { max: 1 });
  while ((await sql`select 1 from precompute_state where as_of is not null`).length === 0);
  for (const { address } of listening) {
    const ready = await fetch(`${address}/health/ready`);
    assert.equal(ready.status, 200);
    await ready.body?.cancel();
    const page = await fetch(`${address}/`);
    assert.equal(page.status, 200);
    await page.body?.cancel();
  }
  const names = await sql`select name from schema_migrations`;
  assert.equal(new Set(names.map(({ name }) => name)).size, names.length);
  await sql.end();
  for (const { process } of [...crons, ...webs]) process.kill("SIGTERM");
  for (const started of [...crons, ...webs]) {
    const { code, rest } = await end(started);
    assert.equal(code, 0);
    assert.deepEqual(rest.filter(({ level }) => level === "error"), []);
  }
});

Deno.test("a process whose parent is gone ends by itself", async () => {
  await using database = await testDatabase();
  const cases = [["src/cron.ts", "precompute process started"], [
    "src/serve.ts",
    "web process listens",
  ]] as const;
  for (const [script, message] of cases) {
    const started = start(script, { DATABASE_URL: database.url }, ["--with-parent"]);
    await until(started, message);
    await started.process.stdin.close();
    assert.equal((await end(started)).code, 0, script);
  }
});

Deno.test("a start with wrong settings says all that is wrong, and no more", async () => {
  for (const script of ["src/cron.ts", "src/serve.ts"]) {
    const { code, rest } = await end(start(script, { DATABASE_URL: "", SHOP_CURRENCY: "gold" }));
    assert.equal(code, 1);
    const text = rest.map(({ message }) => message).join("\n");
    assert.match(text, /DATABASE_URL is not set/);
    assert.match(text, /SHOP_CURRENCY must be an ISO 4217 currency, such as EUR, got "gold"/);
    assert.doesNotMatch(text, /\.ts:/);
  }
});

Deno.test("a database that cannot be reached ends the start with its reason", async () => {
  for (const script of ["src/cron.ts", "src/serve.ts", "src/cli/migrate.ts", "src/cli/verify.ts"]) {
    const port = firstFree(50_000);
    const { code, rest } = await end(
      start(script, { DATABASE_URL: `postgres://x:hunter2@127.0.0.1:${port}/x` }),
    );
    assert.equal(code, 1, script);
    const text = rest.map(({ message }) => message).join("\n");
    assert.match(text, /Cannot reach the database/, script);
    assert.doesNotMatch(text, /hunter2|\.ts:/, script);
  }
});

Deno.test("every command has help, and refuses what it does not know", async () => {
  const scripts = [
    "src/serve.ts",
    "src/cron.ts",
    ...["demo", "migrate", "import", "seed", "verify", "build"].map((name) => `src/cli/${name}.ts`),
  ];
  for (const script of scripts) {
    const run = (args: readonly string[]) =>
      new Deno.Command(Deno.execPath(), { args: ["run", "-A", "--no-check", script, ...args], cwd: root })
        .output();
    const help = await run(["--help"]);
    assert.equal(help.code, 0, script);
    assert.match(new TextDecoder().decode(help.stdout), /Usage: deno task/, script);
    const unknown = await run(["--nonsense"]);
    assert.equal(unknown.code, 1, script);
    const text = new TextDecoder().decode(unknown.stderr);
    assert.match(text, /--nonsense/, script);
    assert.doesNotMatch(text, /\.ts:/, script);
  }
});
