/**
 * `deno run -A bench/start.ts`: how long a newcomer waits. The demo in a clean copy of the project with an empty package
 * cache, so that everything is downloaded; the demo again; then a web process alone, from its start to its first answer.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { say } from "../src/cli/say.ts";
import { firstFree } from "../src/dev/ports.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const coldStarts = 5;

async function main(): Promise<void> {
  const scratch = await Deno.makeTempDir({ prefix: "laneway-bench-" });
  const project = join(scratch, "laneway");
  const environment = { DENO_DIR: join(scratch, "deno-cache") };
  try {
    await run("git", ["clone", "--quiet", root, project], { cwd: root });
    say("| what | time |");
    say("|---|---|");
    say(`| demo, first start, downloads included | ${await demoStart(project, environment)} |`);
    say(`| demo, second start | ${await demoStart(project, environment)} |`);
    say(
      `| web process, start to first page, median of ${coldStarts} | ${await coldStart(
        project,
        environment,
      )} |`,
    );
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
}

async function demoStart(project: string, environment: Record<string, string>): Promise<string> {
  const port = firstFree(18_000);
  const started = performance.now();
  const demo = startDemo(project, environment, port);
  const address = `http://127.0.0.1:${port}`;
  await firstAnswer(`${address}/`);
  const took = performance.now() - started;
  await stop(demo);
  return `${(took / 1000).toFixed(1)} s`;
}

/** The web process over the demo's database, which the demo keeps running meanwhile. */
async function coldStart(project: string, environment: Record<string, string>): Promise<string> {
  const demoPort = firstFree(18_000);
  const demo = startDemo(project, environment, demoPort);
  await firstAnswer(`http://127.0.0.1:${demoPort}/`);
  const url = await databaseOf(project);
  const times: number[] = [];
  for (let round = 0; round < coldStarts; round++) {
    const port = firstFree(demoPort + 1);
    const started = performance.now();
    const web = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "src/serve.ts"],
      cwd: project,
      env: { ...environment, DATABASE_URL: url, AUTH: "open", PORT: String(port), LOG_LEVEL: "error" },
      stdout: "null",
      stderr: "inherit",
    }).spawn();
    await firstAnswer(`http://127.0.0.1:${port}/?period=all`);
    times.push(performance.now() - started);
    await stop(web);
  }
  await stop(demo);
  times.sort((a, b) => a - b);
  return `${Math.round(times[Math.floor(times.length / 2)] ?? NaN)} ms`;
}

function startDemo(project: string, environment: Record<string, string>, port: number): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "demo", "--port", String(port)],
    cwd: project,
    env: environment,
    stdout: "null",
    stderr: "null",
  }).spawn();
}

/** The web process was told it; nothing else knows the password. */
async function databaseOf(project: string): Promise<string> {
  for await (const { name } of Deno.readDir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const [command, cwd] = await Promise.all([
      Deno.readTextFile(`/proc/${name}/cmdline`).catch(() => ""),
      Deno.readLink(`/proc/${name}/cwd`).catch(() => ""),
    ]);
    if (cwd !== project || !command.includes("src/serve.ts")) continue;
    const variables = (await Deno.readTextFile(`/proc/${name}/environ`)).split("\0");
    const url = variables.find((variable) => variable.startsWith("DATABASE_URL="))?.slice(
      "DATABASE_URL=".length,
    );
    if (url) return url;
  }
  throw new Error("Cannot find the demo's web process among this machine's processes");
}

async function firstAnswer(address: string): Promise<void> {
  const deadline = AbortSignal.timeout(120_000);
  while (!deadline.aborted) {
    const response = await fetch(address).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`Cannot measure: ${address} did not answer in two minutes`);
}

async function stop(process: Deno.ChildProcess): Promise<void> {
  process.kill("SIGINT");
  await process.status;
}

async function run(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string },
): Promise<void> {
  const { success, stderr } = await new Deno.Command(program, { args: [...args], ...options }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

await main();
