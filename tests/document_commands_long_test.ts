/** Every command that a document tells a reader to type: run here as it stands, read and run by another test, or marked as run by nobody. */
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import postgres from "postgres";
import { superstorePath } from "../src/cli/demo_data.ts";
import { parseDemoOptions } from "../src/cli/demo_options.ts";
import { readConfig } from "../src/config.ts";
import { isPooled } from "../src/base/pooler.ts";
import { databaseTls } from "../src/base/tls.ts";
import { makeCertificates } from "../src/dev/certificates.ts";
import { runCommand } from "../src/dev/command.ts";
import { until } from "../src/dev/elsewhere.ts";
import { firstFree } from "../src/dev/ports.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { bearerOf, tokenSettings } from "./callers.ts";
import { operationManifest } from "../src/graphql/operations.ts";
import { commandsOf, requestsOf } from "./document.ts";
import { root } from "./started.ts";
import { testWeb } from "./web.ts";

/** By document and heading: how each block of commands there is proved, in their order. */
const proofs: Readonly<Record<string, readonly ((commands: string) => Promise<void>)[]>> = {
  "README.md: Two commands": [() => readBy("tests/demo_test.ts", "src/cli/demo.ts"), checkDemos],
  "README.md: Three minutes": [(commands) => post(commands, /"totalRevenue"/)],
  "README.md: Run it on your own data": [runOwnShop],
  "docs/API.md: Asking": [isExampleOfApi],
  "docs/API.md: Over HTTP": [isExampleOfApi],
  "docs/API.md: Documents by id": [isExampleOfApi, isExampleOfApi],
  "docs/DEPLOYMENT.md: Docker": [() => isMarked("docs/DEPLOYMENT.md", "No engine runs where this is tested")],
  "docs/DEPLOYMENT.md: systemd": [() => isMarked("docs/DEPLOYMENT.md", "and is run by nobody here")],
  "docs/DEPLOYMENT.md: Read replicas and regions": [setsReplicas],
  "docs/DEPLOYMENT.md: Transaction poolers": [setsPoolers],
  "docs/DEPLOYMENT.md: Backup and restore": Array(2).fill(() =>
    readBy("tests/backup_long_test.ts", 'commandsIn("Backup and restore")')
  ),
  "docs/DEPLOYMENT.md: Archive": Array(2).fill(() =>
    readBy("tests/archive_years_long_test.ts", 'commandsIn("Archive")')
  ),
  "docs/EMBED.md: Get a token": [(commands) => post(commands, /"token"/)],
  "docs/INGEST.md: Ingesting orders": [(commands) => post(commands, /"A-1001","result":"stored"/)],
  "docs/OPERATIONS.md: Traces": [setsTraces],
  "docs/SECURITY.md: Embeds": [(commands) => post(commands, /"token"/)],
  "docs/SECURITY.md: TLS to Postgres and Redis": [setsTls],
};

const documents = [
  "README.md",
  ...Array.from(Deno.readDirSync(join(root, "docs")), ({ name }) => `docs/${name}`),
].filter((name) => name.endsWith(".md"));
const textOf = (name: string) => Deno.readTextFileSync(join(root, name));
const found = Map.groupBy(
  documents.flatMap((name) =>
    commandsOf(textOf(name)).map(({ section, commands }) => ({ place: `${name}: ${section}`, commands }))
  ),
  ({ place }) => place,
);

Deno.test("every command of the documents is run, or says that it is not", async (t) => {
  assert.deepEqual(
    [...found].map(([place, blocks]) => [place, blocks.length]).toSorted(),
    Object.entries(proofs).map(([place, { length }]) => [place, length]).toSorted(),
  );
  for (const [place, blocks] of found) {
    for (const [index, { commands }] of blocks.entries()) {
      await t.step(`${place}, ${index + 1}`, async () => await proofs[place]?.[index]?.(commands));
    }
  }
});

Deno.test("every task that a document names is there", () => {
  const { tasks }: { readonly tasks: object } = JSON.parse(textOf("deno.json"));
  const named = documents.flatMap((name) =>
    [...textOf(name).matchAll(/deno(?:@\S+)? task\s+([a-z:]+)/g)].map(([, task = ""]) => task)
  );
  assert.ok(named.length > 50);
  assert.deepEqual(named.filter((task) => !(task in tasks)), []);
});

function readBy(test: string, asItReads: string): Promise<void> {
  assert.ok(textOf(test).includes(asItReads), `${test} does not read it`);
  return Promise.resolve();
}

function isMarked(document: string, words: string): Promise<void> {
  assert.ok(textOf(document).includes(words));
  return Promise.resolve();
}

/** tests/api_test.ts asks those that an answer follows. */
function isExampleOfApi(commands: string): Promise<void> {
  assert.ok(requestsOf(textOf("docs/API.md")).some(({ command }) => command === commands), commands);
  return Promise.resolve();
}

function checkDemos(commands: string): Promise<void> {
  for (const line of commands.trim().split("\n")) {
    const [, ...args] = line.replace(/ +#.*/, "").split("deno task demo")[1]?.split(" ") ?? [];
    assert.ok(parseDemoOptions(args), line);
  }
  return Promise.resolve();
}

function setsReplicas(commands: string): Promise<void> {
  const { replicas, region, maxReplicaLagMs } = readConfig(assignmentsIn(commands));
  assert.deepEqual(replicas.map(({ region }) => region), ["eu", "us"]);
  assert.deepEqual([region, maxReplicaLagMs], ["eu", 10_000]);
  return Promise.resolve();
}

function setsPoolers(commands: string): Promise<void> {
  const { databaseUrl, appDatabaseUrl = "" } = readConfig(assignmentsIn(commands));
  assert.deepEqual([databaseUrl, appDatabaseUrl].map(isPooled), [true, true]);
  return Promise.resolve();
}

function setsTraces(commands: string): Promise<void> {
  assert.equal(readConfig({ DATABASE_URL: "postgres://db/shop", ...assignmentsIn(commands) }).isTraced, true);
  return readBy("tests/tracing_test.ts", "OTEL_EXPORTER_OTLP_ENDPOINT");
}

/** With an authority that is there. */
async function setsTls(commands: string): Promise<void> {
  const place = await Deno.makeTempDir({ prefix: "laneway-tls-" });
  try {
    const { authority } = await makeCertificates(place);
    const { databaseUrl, sharedCache } = readConfig(
      assignmentsIn(commands.replaceAll("/etc/laneway/ca.pem", authority)),
    );
    assert.equal(databaseTls(databaseUrl)?.ca?.file, authority);
    assert.ok(sharedCache?.kind === "redis");
    assert.equal(sharedCache.ca?.file, authority);
  } finally {
    await Deno.remove(place, { recursive: true });
  }
}

/** @returns the variables that lines of a shell set */
function assignmentsIn(commands: string): Record<string, string> {
  const lines = commands.split("\n").map((line) => line.replace(/ +#.*/, "").replace(/^export /, ""));
  const set = lines.flatMap((line) => [...line.matchAll(/(?<!\S)([A-Z_]+)=('[^']*'|\S+)/g)]);
  return Object.fromEntries(set.map(([, name = "", value = ""]) => [name, value.replaceAll("'", "")]));
}

/** Sends what a block of curl sends, to a web process that asks who is calling. */
async function post(commands: string, expected: RegExp): Promise<void> {
  await using database = await testDatabase();
  const isOpen = commands.includes("127.0.0.1:8000");
  await using web = await testWeb(database.url, {
    ...(isOpen ? { auth: "open" } : { auth: "required", tokens: tokenSettings }),
    writerDatabaseUrl: database.url,
  });
  const documentIds = new Map(operationManifest().operations.map(({ name, id }) => [name.toLowerCase(), id]));
  const sent = commands.replaceAll(/https:\/\/shop\.example(?=\/)|http:\/\/127\.0\.0\.1:8000/g, web.address)
    .replace(/ID of (\w+)/, (_, name: string) => documentIds.get(name) ?? "");
  const [analyst, ingest] = await Promise.all([bearerOf("analyst"), bearerOf("ingest")]);
  const tokenOf = ({ authorization }: { readonly authorization: string }) =>
    authorization.split(" ")[1] ?? "";
  const { success, output } = await runCommand("sh", ["-ec", sent], {
    env: { ANALYST: tokenOf(analyst), INGEST: tokenOf(ingest) },
  });
  assert.ok(success, output);
  assert.match(output, expected);
}

/** Line by line, as a reader goes on when one has done its work; those that stay run beside. */
async function runOwnShop(commands: string): Promise<void> {
  await using database = await testDatabase({ migrated: false });
  const port = String(firstFree(20_000 + Math.floor(Math.random() * 10_000)));
  const env = {
    ...{ DATABASE_URL: database.url, PORT: port, JWT_SECRET: tokenSettings.secret },
    PATH: `${dirname(Deno.execPath())}:/usr/bin:/bin`,
  };
  const address = `http://127.0.0.1:${port}`;
  await using staying = new AsyncDisposableStack();
  const lines = commands.trim().split("\n").map((line) => line.replace(/ +#.*/, ""));
  assert.match(lines[0] ?? "", /^export DATABASE_URL=postgres:/);
  for (const line of lines.slice(1)) {
    if (/ (cron|start)$/.test(line)) {
      staying.use(stay(line, env));
      await until(line.endsWith("cron") ? () => isBuilt(database.url) : () => isReady(address));
      continue;
    }
    const typed = line.replace("orders.csv", superstorePath());
    const { success, output } = await runCommand("sh", ["-ec", typed], { cwd: root, env });
    assert.ok(success, `${line}\n${output}`);
  }
}

async function isBuilt(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1 });
  try {
    return (await sql`select from precompute_state where as_of is not null`).length > 0;
  } finally {
    await sql.end();
  }
}

async function isReady(address: string): Promise<boolean> {
  const response = await fetch(`${address}/health/ready`).catch(() => undefined);
  await response?.body?.cancel();
  return response?.ok ?? false;
}

function stay(line: string, env: Record<string, string>): AsyncDisposable {
  const process = new Deno.Command("sh", {
    args: ["-c", `exec ${line}`],
    cwd: root,
    env,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  return {
    async [Symbol.asyncDispose]() {
      process.kill("SIGTERM");
      await process.status;
    },
  };
}
