import assert from "node:assert/strict";
import { groupOf, tallyOf } from "./test_groups.ts";

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
