/** `deno task test`: runs groups of tests one after the other, and ends with `N passed, N failed`. */
import { exists } from "./files.ts";
import { startPostgres, wipePostgres } from "./postgres.ts";
import { walk } from "./walk.ts";
import {
  filesWithoutTests,
  type Group,
  groupOf,
  groups,
  helpersIn,
  runsOnPostgres15,
  skippedTests,
  type Tally,
  tallyOf,
  type TestFile,
} from "./test_groups.ts";
import { formatSeconds } from "../cli/progress.ts";
import { say } from "../cli/say.ts";
import { UsageError } from "../base/errors.ts";
import { orExit } from "../base/command.ts";

const root = new URL("../../", import.meta.url);
// Files side by side: most wait for Postgres, which works on a core of its own. A leaked timer or socket is a bug in what is
// tested, or in the test.
const flags = ["-A", "--no-check", "--parallel", "--sanitize-ops", "--sanitize-resources"];

async function runGroups(asked: readonly string[]): Promise<boolean> {
  const unknown = asked.filter((name) => !groups.some((group) => group === name));
  if (asked.length === 0 || unknown.length > 0) {
    throw new UsageError(
      `Cannot run ${unknown.join(", ") || "no tests"}: name groups of ${groups.join(", ")}`,
    );
  }
  const files = await testFiles();
  const total = { passed: 0, failed: 0, skipped: 0 };
  const skipped: string[] = [];
  for (const group of groups.filter((group) => asked.includes(group))) {
    say(`\n── ${group} ──`);
    const started = performance.now();
    const { tally, skippedNames } = await runGroup(group, files);
    say(`${group}: ${describe(tally)} in ${formatSeconds(performance.now() - started)}`);
    total.passed += tally.passed;
    total.failed += tally.failed;
    total.skipped += tally.skipped;
    skipped.push(...skippedNames);
  }
  if (skipped.length > 0) say(`\nSkipped:\n${skipped.map((name) => `  ${name}`).join("\n")}`);
  say(`\n${describe(total)}`);
  return total.failed === 0;
}

interface GroupResult {
  readonly tally: Tally;
  readonly skippedNames: readonly string[];
}

const nothing: Tally = { passed: 0, failed: 0, skipped: 0 };

async function runGroup(group: Group, files: readonly TestFile[]): Promise<GroupResult> {
  if (group === "ok") {
    const { success } = await run(["task", "ok"]);
    return { tally: { ...nothing, [success ? "passed" : "failed"]: 1 }, skippedNames: [] };
  }
  if (group === "postgres15") return await onPostgres15(files.filter(runsOnPostgres15));
  return await runTests(files.filter((file) => groupOf(file) === group));
}

/** Where Debian's Postgres 15 is installed. */
const programs15 = "/usr/lib/postgresql/15/bin";

async function onPostgres15(files: readonly TestFile[]): Promise<GroupResult> {
  if (!await exists(`${programs15}/postgres`)) {
    const reason = "Postgres 15: not installed; apt-get install postgresql-15 brings it";
    return { tally: { ...nothing, skipped: 1 }, skippedNames: [reason] };
  }
  const home = await Deno.makeTempDir({ prefix: "laneway-postgres15-" });
  try {
    await Deno.chmod(home, 0o755);
    const server = await startPostgres({ home, durable: false, programs: programs15 });
    try {
      return await runTests(files, { TEST_DATABASE_URL: server.url });
    } finally {
      await server.stop();
    }
  } finally {
    await wipePostgres(home);
    await Deno.remove(home, { recursive: true });
  }
}

async function runTests(files: readonly TestFile[], env: Record<string, string> = {}): Promise<GroupResult> {
  const paths = files.map((file) => file.path);
  if (paths.length === 0) return { tally: nothing, skippedNames: [] };
  const { success, output } = await run(["test", ...flags, ...paths], env);
  const tally = tallyOf(output) ?? nothing;
  const untested = filesWithoutTests(output, paths);
  for (const path of untested) say(`Cannot find a test that ran of ${path}: it has none, or ended before`);
  const failed = tally.failed + untested.length;
  // A run that broke down before or after its tests has failed, whatever it counted; and so has one that ran no test.
  const isSound = success && tally.passed > 0;
  return {
    tally: { ...tally, failed: failed === 0 && !isSound ? 1 : failed },
    skippedNames: skippedTests(output),
  };
}

async function run(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ readonly success: boolean; readonly output: string }> {
  const process = new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: root,
    env,
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const decoder = new TextDecoder();
  let output = "";
  for await (const chunk of process.stdout) {
    Deno.stdout.writeSync(chunk);
    output += decoder.decode(chunk, { stream: true });
  }
  const { success } = await process.status;
  return { success, output };
}

async function testFiles(): Promise<readonly TestFile[]> {
  const paths = (await walk(root, ["src", "bench", "tests"])).filter((path) =>
    // The tidy test runs as a part of "ok".
    /_test\.tsx?$/.test(path) && path !== "src/tidy_test.ts"
  );
  return await Promise.all(paths.map(async (path) => ({ path, text: await textOf(new URL(path, root)) })));
}

async function textOf(file: URL): Promise<string> {
  const text = await Deno.readTextFile(file);
  const helpers = await Promise.all(helpersIn(text).map((path) => textOf(new URL(path, file))));
  return [text, ...helpers].join("\n");
}

function describe({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

const success = await orExit(() => runGroups(Deno.args));
Deno.exit(success ? 0 : 1);
