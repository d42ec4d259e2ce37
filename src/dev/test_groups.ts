/** Which tests there are, by what they need. */

export const groups = ["ok", "unit", "integration", "browser", "long", "postgres15"] as const;
export type Group = (typeof groups)[number];
export type TestGroup = Exclude<Group, "ok" | "postgres15">;

export interface TestFile {
  /** Relative to the project, with forward slashes. */
  readonly path: string;
  /** Its own, and that of the helpers it imports. */
  readonly text: string;
}

/** @returns the helpers (`x_testing.ts`) that a text imports, as it names them: what they need, its tests need */
export function helpersIn(text: string): readonly string[] {
  return [...text.matchAll(/^(?:import|\}).* from "(\.[^"]*testing\.ts)"/gm)].flatMap(([, path]) =>
    path ?? []
  );
}

/** @returns the group a test file runs in: by its name, or by whether it uses a database */
export function groupOf({ path, text }: TestFile): TestGroup {
  if (path.endsWith("_long_test.ts")) return "long";
  if (path.endsWith("_browser_test.ts")) return "browser";
  // What starts processes or needs a server takes longer than a function call.
  const needsServer = /from "[^"]*\/(test_database|postgres|redis_server|test_server|child)\.ts"/.test(text);
  return needsServer || path.startsWith("tests/") ? "integration" : "unit";
}

/** @returns whether the test runs again on Postgres 15: not where it is about the server for development itself */
export function runsOnPostgres15(file: TestFile): boolean {
  return groupOf(file) === "integration" && !file.path.startsWith("src/dev/");
}

/** What one run of `deno test` came to. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** @returns the counts of the closing line, such as "FAILED | 3 passed (1 step) | 1 failed | 2 ignored (4ms)" */
export function tallyOf(output: string): Tally | undefined {
  const closing = linesOf(output).findLast((line) => /^(ok|FAILED) \| \d+ passed/.test(line));
  if (closing === undefined) return undefined;
  const count = (word: string) => Number(new RegExp(`(\\d+) ${word}`).exec(closing)?.[1] ?? 0);
  return { passed: count("passed"), failed: count("failed"), skipped: count("ignored") };
}

/**
 * @param paths relative to where the tests ran
 * @returns the files of which no test was found: without any, or ended by themselves while they were loaded
 */
export function filesWithoutTests(output: string, paths: readonly string[]): readonly string[] {
  const matches = linesOf(output).map((line) => /^\.\/(\S+) => /.exec(line)?.[1]);
  const found = new Set(matches);
  return paths.filter((path) => !found.has(path));
}

/** @returns the names of the tests that were skipped, with their reasons where they hold them; not of steps */
export function skippedTests(output: string): readonly string[] {
  const names = linesOf(output).flatMap((line) =>
    /^\.\/\S+ => (.*) \.\.\. ignored \(\d+\w+\)$/.exec(line)?.[1] ?? []
  );
  // A step's name comes after its test's.
  return names.filter((name) => !name.includes(" ... "));
}

function linesOf(output: string): readonly string[] {
  // deno-lint-ignore no-control-regex -- colours, where the terminal shows them
  return output.replaceAll(/\x1b\[[0-9;]*m/g, "").split("\n");
}
