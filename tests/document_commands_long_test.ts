/** Every command that a document tells a reader to type: run here as it stands, read and run by another test, or marked there as needing what is not here. */
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { superstorePath } from "../src/cli/demo_data.ts";
import { parseDemoOptions } from "../src/cli/demo_options.ts";
import { readConfig } from "../src/config.ts";
import { isPooled } from "../src/base/pooler.ts";
import { databaseTls } from "../src/base/tls.ts";
import { makeCertificates } from "../src/dev/certificates.ts";
import { runCommand } from "../src/dev/command.ts";
import { until } from "../src/dev/elsewhere.ts";
import { hasNginx } from "../src/dev/nginx.ts";
import { firstFree } from "../src/dev/ports.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { bearerOf, tokenSettings } from "./callers.ts";
import { operationManifest } from "../src/graphql/operations.ts";
import { commandsOf, requestsOf } from "./document.ts";
import { root } from "./started.ts";
import { isBuilt, isReady, stay } from "./staying.ts";
import { testWeb } from "./web.ts";

/** By document and heading: how each block of commands there is proved, in their order. */
const proofs: Readonly<Record<string, readonly ((commands: string) => Promise<void>)[]>> = {
  "README.md: Two commands": [isOfThisVersion, checkDemos],
  "README.md: Three minutes": [isExampleOfReadme],
  "README.md: Run it on your own data": [runOwnShop],
  "docs/API.md: Asking": [isExampleOfApi],
  "docs/API.md: Over HTTP": [isExampleOfApi],
  "docs/API.md: Documents by id": [isExampleOfApi, isExampleOfApi],
  "docs/DEPLOYMENT.md: Docker": [isMarked],
  "docs/DEPLOYMENT.md: systemd": [runOnServer],
  "docs/DEPLOYMENT.md: Read replicas and regions": [startWithReplicas],
  "docs/DEPLOYMENT.md: Transaction poolers": [setsPoolers],
  "docs/DEPLOYMENT.md: Backup and restore": Array(2).fill(() =>
    readBy("tests/backup_long_test.ts", 'commandsIn("Backup and restore")')
  ),
  "docs/DEPLOYMENT.md: Archive": Array(2).fill(() =>
    readBy("tests/archive_years_long_test.ts", 'commandsIn("Archive")')
  ),
  "docs/EMBED.md: Get a token": [listsDocuments, mintsToken],
  "docs/INGEST.md: Ingesting orders": [
    async (commands) => assert.equal(await post(commands), shownAfter("docs/INGEST.md", commands)),
  ],
  "docs/OPERATIONS.md: Traces": [startTraced],
  "docs/SECURITY.md: Embeds": [mintsToken],
  "docs/SECURITY.md: TLS to Postgres and Redis": [setsTls],
};

const path = `${dirname(Deno.execPath())}:/usr/sbin:/usr/bin:/bin`;

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

Deno.test("commands stand in blocks that are found", () => {
  const others = documents.filter((name) =>
    /^\s*```(bash|shell|console|zsh|sh .+)$|^[ \t]+```sh/m.test(textOf(name))
  );
  assert.deepEqual(others, []);
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

/** tests/demo_test.ts starts the demo, and whoever runs this, the tests. */
function isOfThisVersion(commands: string): Promise<void> {
  const typed = commands.trim().split("\n").map((line) => line.replace(/ +#.*/, ""));
  assert.deepEqual(typed, ["demo", "test"].map((task) => `npx -y deno@${Deno.version.deno} task ${task}`));
  return Promise.resolve();
}

/** Where a reader sees it. */
function isMarked(commands: string): Promise<void> {
  assert.match(commands, /^# needs Docker\n/);
  return Promise.resolve();
}

/** tests/api_test.ts asks those that an answer follows. */
function isExampleOfApi(commands: string): Promise<void> {
  assert.ok(requestsOf(textOf("docs/API.md")).some(({ command }) => command === commands), commands);
  return Promise.resolve();
}

/** The same, and by curl itself. */
async function isExampleOfReadme(commands: string): Promise<void> {
  assert.ok(requestsOf(textOf("README.md")).some(({ command }) => command === commands), commands);
  assert.match(await post(commands), /"totalRevenue"/);
}

async function listsDocuments(commands: string): Promise<void> {
  assert.match(await post(commands), /"name":"Trend"/);
}

async function mintsToken(commands: string): Promise<void> {
  assert.match(await post(commands), /"token"/);
}

/** @returns what a document shows below a block of commands */
function shownAfter(document: string, commands: string): string {
  const [, after = ""] = textOf(document).split(`${commands}\`\`\`\n\n\`\`\`\n`);
  return after.split("\n```")[0] ?? "";
}

function checkDemos(commands: string): Promise<void> {
  for (const line of commands.trim().split("\n")) {
    const [, ...args] = line.replace(/ +#.*/, "").split("deno task demo")[1]?.split(" ") ?? [];
    assert.ok(parseDemoOptions(args), line);
  }
  return Promise.resolve();
}

async function startWithReplicas(commands: string): Promise<void> {
  const { replicas, region, maxReplicaLagMs } = readConfig(assignmentsIn(commands));
  assert.deepEqual(replicas.map(({ region }) => region), ["eu", "us"]);
  assert.deepEqual([region, maxReplicaLagMs], ["eu", 10_000]);
  await using database = await testDatabase();
  await startAsSet(commands.replaceAll(/postgres:[^\s,]+/g, database.url));
}

function setsPoolers(commands: string): Promise<void> {
  const { databaseUrl, appDatabaseUrl = "" } = readConfig(assignmentsIn(commands));
  assert.deepEqual([databaseUrl, appDatabaseUrl].map(isPooled), [true, true]);
  return Promise.resolve();
}

/** Towards a collector that is away; tests/tracing_test.ts has one. */
async function startTraced(commands: string): Promise<void> {
  assert.equal(readConfig({ DATABASE_URL: "postgres://db/shop", ...assignmentsIn(commands) }).isTraced, true);
  await using database = await testDatabase();
  const collector = `127.0.0.1:${firstFree(30_000)}`;
  const typed = commands.replace("collector:4318", collector);
  await startAsSet(typed, { DATABASE_URL: database.url });
}

/** Sets variables and starts a web process, as a block says that ends so. */
async function startAsSet(commands: string, given: Record<string, string> = {}): Promise<void> {
  const port = String(firstFree(20_000 + Math.floor(Math.random() * 10_000)));
  const env = { ...given, LOG_LEVEL: "warn", PORT: port, JWT_SECRET: tokenSettings.secret, PATH: path };
  assert.match(commands, /\ndeno task start\n$/);
  await using web = stay(commands.trim().replace(/(?=deno task start$)/, "exec "), env);
  await until(() => isReady(`http://127.0.0.1:${port}`, web));
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

/** Sends what a block of curl sends, to a web process that asks who is calling; @returns what it answers */
async function post(commands: string): Promise<string> {
  await using database = await testDatabase();
  const isOpen = commands.includes("127.0.0.1:8000");
  await using web = await testWeb(database.url, {
    ...(isOpen ? { auth: "open" } : { auth: "required", tokens: tokenSettings }),
    writerDatabaseUrl: database.url,
  });
  const documentIds = new Map(operationManifest().operations.map(({ name, id }) => [name, id]));
  const sent = commands.replaceAll(/https:\/\/shop\.example(?=\/)|http:\/\/127\.0\.0\.1:8000/g, web.address)
    .replace(/ID of (\w+)/, (_, name: string) => documentIds.get(name) ?? "");
  const [analyst, ingest] = await Promise.all([bearerOf("analyst"), bearerOf("ingest")]);
  const tokenOf = ({ authorization }: { readonly authorization: string }) =>
    authorization.split(" ")[1] ?? "";
  const { success, output } = await runCommand("sh", [
    "-ec",
    sent.replaceAll("curl ", "curl --silent --show-error "),
  ], {
    env: { ANALYST: tokenOf(analyst), INGEST: tokenOf(ingest) },
  });
  assert.ok(success, output);
  return output;
}

/** Below a directory of its own, whose owner is no server's: without what a line says it needs. */
async function runOnServer(commands: string): Promise<void> {
  const place = await Deno.makeTempDir({ prefix: "laneway-server-" });
  try {
    await Deno.chmod(place, 0o755);
    await using database = await testDatabase({ migrated: false });
    const here = commands.replaceAll(/^.*# needs (root|systemd)\n/gm, "");
    assert.equal(commands.split("\n").length - here.split("\n").length, 3);
    const withNginx = await hasNginx();
    // tests/nginx_test.ts says what is missing.
    const typed = (withNginx ? here : here.replace(/^nginx .*\n/m, ""))
      .replaceAll(/(?<=[ =>])(?=\/(opt|etc|var)\/)/g, place)
      .replace(/(?<=DATABASE_URL=)\S+/, database.url);
    assert.doesNotMatch(typed.replaceAll(`${place}/`, ""), /\/(opt|etc|var|usr)\b/);
    const { success, output } = await runCommand("sh", ["-ec", typed], { cwd: root, env: { PATH: path } });
    assert.ok(success, output);
    assert.match(output, /Added ann@shop.example/);
    if (withNginx) assert.match(output, /nginx\.conf test is successful/);
  } finally {
    await Deno.remove(place, { recursive: true });
  }
}

/** Line by line, as a reader goes on when one has done its work; those that stay run beside. */
async function runOwnShop(commands: string): Promise<void> {
  await using database = await testDatabase({ migrated: false });
  const port = String(firstFree(20_000 + Math.floor(Math.random() * 10_000)));
  const env = {
    ...{ DATABASE_URL: database.url, PORT: port, LOG_LEVEL: "warn", JWT_SECRET: tokenSettings.secret },
    PATH: path,
  };
  const address = `http://127.0.0.1:${port}`;
  await using staying = new AsyncDisposableStack();
  const lines = commands.trim().split("\n").map((line) => line.replace(/ +#.*/, ""));
  assert.match(lines[0] ?? "", /^export DATABASE_URL=postgres:/);
  for (const line of lines.slice(1)) {
    if (/ (cron|start)$/.test(line)) {
      const process = staying.use(stay(`exec ${line}`, env));
      await until(
        line.endsWith("cron") ? () => isBuilt(database.url, process) : () => isReady(address, process),
      );
      continue;
    }
    const typed = line.replace("orders.csv", superstorePath());
    const { success, output } = await runCommand("sh", ["-ec", typed], { cwd: root, env });
    assert.ok(success, `${line}\n${output}`);
  }
}
