import assert from "node:assert/strict";
import { createLog } from "./log.ts";

function capture(level?: "debug" | "warn") {
  const lines: string[] = [];
  const log = createLog({
    ...(level && { level }),
    fields: { process: "test" },
    write: (line) => lines.push(line),
  });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? "{}") };
}

Deno.test("a line is one JSON object with time, level, message and fields", () => {
  const { log, lines, last } = capture();
  log.with({ requestId: "r1" }).info("hello\nworld", { count: 10n, line: '\n{"level":"error"}' });
  assert.equal(lines.length, 1);
  assert.equal(lines[0]?.trimEnd().includes("\n"), false);
  const { time, ...rest } = last();
  assert.match(time, /^\d{4}-\d\d-\d\dT/);
  assert.deepEqual(rest, {
    level: "info",
    message: "hello\nworld",
    process: "test",
    requestId: "r1",
    count: "10",
    line: '\n{"level":"error"}',
  });
});

Deno.test("lines below the level are not written", () => {
  const { log, lines } = capture("warn");
  log.debug("a");
  log.info("b");
  log.warn("c");
  log.error("d");
  assert.deepEqual(lines.map((line) => JSON.parse(line).message), ["c", "d"]);
});

Deno.test("an error keeps its message, stack, code and cause", () => {
  const { log, last } = capture();
  const cause = Object.assign(new Error("socket"), { code: "ECONNRESET" });
  log.error("failed", { error: new Error("outer", { cause }) });
  const { error } = last();
  assert.equal(error.message, "outer");
  assert.match(error.stack, /log_test/);
  assert.equal(error.cause.code, "ECONNRESET");
});
