/** Runs benches, each in a process of its own. */
import { fileURLToPath } from "node:url";
import { say } from "../../src/cli/say.ts";
import type { Size } from "./asked.ts";
import { benches, type BenchName } from "./catalogue.ts";
import type { Figure } from "./figure.ts";
import { cleanly, inScratch } from "./interrupt.ts";
import { commit } from "./machine.ts";
import type { BenchResult } from "./results.ts";

// Nothing is measured then, and most of them wait most of the time.
const smokesAtOnce = 3;

export interface Ran {
  readonly results: readonly BenchResult[];
  readonly failed: readonly BenchName[];
}

/** One that fails keeps no other from being run. */
export async function runBenches(
  names: readonly BenchName[],
  size: Size,
): Promise<Ran> {
  const at = await commit();
  return await inScratch(async (scratch) => {
    const results: BenchResult[] = [];
    const failed: BenchName[] = [];
    const waiting = [...names];
    const work = async () => {
      for (let name = waiting.shift(); name; name = waiting.shift()) {
        const result = await runOne(name, size, at, scratch);
        if (result) results.push(result);
        else failed.push(name);
      }
    };
    await Promise.all(Array.from({ length: size === "smoke" ? smokesAtOnce : 1 }, work));
    return { results, failed };
  });
}

/** @returns nothing where it failed */
async function runOne(
  name: BenchName,
  size: Size,
  commit: string,
  scratch: string,
): Promise<BenchResult | undefined> {
  const file = `${scratch}/${name}.jsonl`;
  await Deno.writeTextFile(file, "");
  const isSmoke = size === "smoke";
  if (!isSmoke) say(`\n## ${name}: ${benches[name]}\n`);
  const started = performance.now();
  const path = fileURLToPath(new URL(`../${name}.ts`, import.meta.url));
  const args = ["run", "-A", path, `--figures=${file}`, ...(size === "usual" ? [] : [`--${size}`])];
  const success = isSmoke ? await runQuietly(name, args) : await runAloud(args);
  const seconds = (performance.now() - started) / 1000;
  const figures = (await Deno.readTextFile(file)).split("\n").filter(Boolean).map((line) =>
    JSON.parse(line) as Figure
  );
  const isSound = success && figures.length > 0;
  const ended = isSound ? `${seconds.toFixed(1)} s` : success ? "reported no figure" : "failed";
  say(`${isSmoke ? "" : "\n"}${name}: ${ended}`);
  if (!isSound) return undefined;
  return { name, what: benches[name], at: new Date().toISOString(), commit, size, seconds, figures };
}

async function runAloud(args: readonly string[]): Promise<boolean> {
  const child = new Deno.Command(Deno.execPath(), { args: [...args] }).spawn();
  return (await cleanly(() => child.status, () => ended(child))).success;
}

/** Prints what it had to say only where it failed. */
async function runQuietly(name: string, args: readonly string[]): Promise<boolean> {
  const child = new Deno.Command(Deno.execPath(), { args: [...args], stdout: "piped", stderr: "piped" })
    .spawn();
  const { success, stdout, stderr } = await cleanly(() => child.output(), () => ended(child));
  if (!success) say(`\n## ${name}\n${new TextDecoder().decode(stdout)}${new TextDecoder().decode(stderr)}`);
  return success;
}

/** It cleans up after itself, so it is asked, and waited for. */
async function ended(child: Deno.ChildProcess): Promise<void> {
  try {
    child.kill("SIGTERM");
  } catch (error) {
    // It has ended by itself.
    if (!(error instanceof TypeError)) throw error;
  }
  await child.status;
}
