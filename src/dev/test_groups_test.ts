import assert from "node:assert/strict";
import {
  filesWithoutTests,
  groupOf,
  helpersIn,
  runsOnPostgres15,
  skippedTests,
  tallyOf,
} from "./test_groups.ts";

Deno.test("a test file's group follows from its name and from what it imports", () => {
  const cases = [
    ["src/base/log_test.ts", "", "unit"],
    ["src/db/pool_test.ts", 'import { testDatabase } from "../dev/test_database.ts";', "integration"],
    ["src/dev/postgres_test.ts", 'import { startPostgres } from "./postgres.ts";', "integration"],
    ["src/db/other_test.ts", 'import postgres from "postgres";', "unit"],
    ["tests/start_test.ts", "", "integration"],
    ["tests/overview_browser_test.ts", 'from "../src/dev/test_database.ts"', "browser"],
    ["tests/crash_long_test.ts", 'from "../src/dev/test_database.ts"', "long"],
  ] as const;
  for (const [path, text, group] of cases) assert.equal(groupOf({ path, text }), group, path);
});

Deno.test("the helpers of a test are known by their names", () => {
  const text = [
    'import { withShop } from "./drain_testing.ts";',
    "import {",
    "  importText,",
    '} from "../importer/testing.ts";',
    'import { testDatabase } from "../dev/test_database.ts";',
    'const text = `import { tested } from "./drain_testing.ts"`;',
  ].join("\n");
  assert.deepEqual(helpersIn(text), ["./drain_testing.ts", "../importer/testing.ts"]);
});

Deno.test("on Postgres 15 runs what needs a database, but for the server for development itself", () => {
  const imports = 'import { testDatabase } from "../dev/test_database.ts";';
  const cases = [
    ["src/db/pool_test.ts", imports, true],
    ["tests/start_test.ts", "", true],
    ["src/dev/postgres_test.ts", 'import { startPostgres } from "./postgres.ts";', false],
    ["src/base/log_test.ts", "", false],
    ["tests/overview_browser_test.ts", imports, false],
    ["tests/crash_long_test.ts", imports, false],
  ] as const;
  for (const [path, text, runs] of cases) assert.equal(runsOnPostgres15({ path, text }), runs, path);
});

Deno.test("the tally is read from the closing line, with or without colours", () => {
  assert.deepEqual(tallyOf("x ... ok\n\nok | 12 passed (3 steps) | 0 failed | 2 ignored (4ms)\n"), {
    passed: 12,
    failed: 0,
    skipped: 2,
  });
  assert.deepEqual(tallyOf("\x1b[31mFAILED\x1b[0m | 3 passed | 1 failed (4ms)"), {
    passed: 3,
    failed: 1,
    skipped: 0,
  });
  assert.equal(tallyOf("error: Uncaught TypeError"), undefined);
});

const output = [
  "\x1b[0m\x1b[38;5;245m./src/many_test.ts => \x1b[0madds ... \x1b[0m\x1b[32mok\x1b[0m \x1b[0m\x1b[38;5;245m(963µs)\x1b[0m",
  "./src/many_test.ts => reads its data (skipped: no data) ... \x1b[0m\x1b[33mignored\x1b[0m \x1b[0m\x1b[38;5;245m(0ms)\x1b[0m",
  "./src/one_test.ts => fails ... FAILED (2ms)",
  "./src/many_test.ts => in steps ... a step ... ignored (0ms)",
  "./src/many_test.ts => in steps ... ok (1ms)",
  "note ./src/exits_test.ts called `Deno.exit(0)` from outside any test.",
  "",
  "ok | 12 passed | 0 failed | 1 ignored (1s)",
].join("\n");

Deno.test("a file that brought no test is found, whether it has none or ended before", () => {
  const paths = ["many", "one", "none", "exits"].map((name) => `src/${name}_test.ts`);
  assert.deepEqual(filesWithoutTests(output, paths), ["src/none_test.ts", "src/exits_test.ts"]);
  assert.deepEqual(filesWithoutTests(output, ["src/many_test.ts", "src/one_test.ts"]), []);
  assert.deepEqual(filesWithoutTests("", ["a_test.ts"]), ["a_test.ts"]);
});

Deno.test("skipped tests are listed with the reasons in their names", () => {
  assert.deepEqual(skippedTests(output), ["reads its data (skipped: no data)"]);
  assert.deepEqual(skippedTests("ok | 1 passed | 0 failed | 2 ignored (1s)"), []);
});
