/**
 * `deno run -A bench/start.ts`: how long a newcomer waits. The demo in a clean copy of the project with an empty package
 * cache, so that everything is downloaded; the demo again; then a web process alone, from its start to its first answer.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "./suite/ports.ts";
import { sayFigures, sized } from "./suite/asked.ts";
import { cleanly, inScratch } from "./suite/interrupt.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const starts = sized(7, { smoke: 1, large: 9 });

type Environment = Record<string, string>;

async function main(): Promise<void> {
  await inScratch(async (scratch) => {
    const project = join(scratch, "laneway");
    await run("git", ["clone", "--quiet", root, project], { cwd: root });
    const isSmoke = sized(false, { smoke: true });
    const cache: Environment = isSmoke ? {} : { DENO_DIR: join(scratch, "deno-cache") };
    const group = "from the command to the first page";
    if (!isSmoke) {
      const first = await demoStart(project, cache);
      const second = await demoStart(project, cache);
      sayFigures(group, [
        { group, name: "demo, downloads included", unit: "s", values: [first], budget: { atMost: 60 } },
        { group, name: "demo, second start", unit: "s", values: [second], budget: { atMost: 5 } },
      ]);
    }
    const cold = `${group}: web process`;
    const values = await coldStarts(project, cache);
    sayFigures(cold, [{ group: cold, name: "cold start", unit: "ms", values, budget: { atMost: 400 } }]);
  });
}

/** @returns seconds */
async function demoStart(project: string, environment: Environment): Promise<number> {
  const port = freePort();
  const started = performance.now();
  return await whileRunning(startDemo(project, environment, port), async () => {
    await firstAnswer(`http://127.0.0.1:${port}/`);
    return (performance.now() - started) / 1000;
  });
}

/**
 * The web process over the demo's database, which the demo keeps running meanwhile.
 * @returns milliseconds each
 */
async function coldStarts(project: string, environment: Environment): Promise<readonly number[]> {
  const demoPort = freePort();
  return await whileRunning(startDemo(project, environment, demoPort), async () => {
    await firstAnswer(`http://127.0.0.1:${demoPort}/`);
    const database = await databaseOf(project);
    const times: number[] = [];
    for (let round = 0; round < starts; round++) {
      times.push(await coldStart(project, { ...environment, DATABASE_URL: database }));
    }
    return times;
  });
}

async function coldStart(project: string, environment: Environment): Promise<number> {
  const port = freePort();
  const started = performance.now();
  const web = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "src/serve.ts"],
    cwd: project,
    env: { ...environment, AUTH: "open", PORT: String(port), LOG_LEVEL: "error" },
    stdout: "null",
    stderr: "inherit",
  }).spawn();
  return await whileRunning(web, async () => {
    await firstAnswer(`http://127.0.0.1:${port}/?period=all`);
    return performance.now() - started;
  });
}

async function whileRunning<T>(process: Deno.ChildProcess, work: () => Promise<T>): Promise<T> {
  return await cleanly(work, () => stop(process));
}

function startDemo(project: string, environment: Environment, port: number): Deno.ChildProcess {
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
