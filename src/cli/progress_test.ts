import assert from "node:assert/strict";
import { formatSeconds, type ProgressOutput, type Report, step } from "./progress.ts";

function screen(isTerminal: boolean): ProgressOutput & { text: string; time: number } {
  const output = {
    text: "",
    time: 0,
    isTerminal,
    write: (text: string) => void (output.text += text),
    columns: () => 80,
    now: () => output.time,
  };
  return output;
}

/** Reports every 40 ms up to `count`, 1,000 a second. */
function counting(output: { time: number }, count: number): (report: Report) => Promise<string> {
  return (report) => {
    for (let done = 40; done <= count; done += 40) {
      output.time += 40;
      report(done, count);
    }
    return Promise.resolve("done");
  };
}

Deno.test("a terminal has one line, drawn anew at most ten times a second", async () => {
  const output = screen(true);
  assert.equal(await step("Storing", counting(output, 1000), { unit: "orders" }, output), "done");
  const drawn = output.text.split("\r\x1b[2K");
  assert.equal(drawn.length, 1 + 9 + 1);
  assert.equal(drawn[0], "Storing …");
  assert.equal(drawn[5], "Storing ████████████░░░░░░░░░░░░  52 % 520 of 1,000 orders, 1,000/s, 0.5 s left");
  assert.equal(drawn.at(-1), "Storing … 1.0 s\n");
});

Deno.test("a line never wraps", async () => {
  const output = { ...screen(true), columns: () => 30 };
  const lines: string[] = [];
  await step("Storing", counting(output, 1000), {}, { ...output, write: (text) => void lines.push(text) });
  assert.ok(lines.length > 2);
  for (const line of lines) assert.ok(line.replace("\r\x1b[2K", "").length < 30, line);
});

Deno.test("elsewhere a plain line comes every five seconds", async () => {
  const output = screen(false);
  await step("Storing", counting(output, 12_000), { unit: "orders" }, output);
  assert.equal(
    output.text,
    "Storing: 5,000 of 12,000 orders, 1,000/s, 7.0 s left\n" +
      "Storing: 10,000 of 12,000 orders, 1,000/s, 2.0 s left\n" +
      "Storing … 12.0 s\n",
  );
});

Deno.test("bytes are shown as MB, an unknown total not at all", async () => {
  const output = screen(false);
  const work = (report: Report) => {
    output.time = 10_000;
    report(25_000_000, 0);
    return Promise.resolve();
  };
  await step("Reading", work, { unit: "bytes" }, output);
  assert.equal(output.text, "Reading: 25.0 MB, 2.5 MB/s\nReading … 10.0 s\n");
});

Deno.test("a step that throws says so, and the error goes on", async () => {
  const output = screen(false);
  const error = new RangeError("no");
  await assert.rejects(step("Storing", () => Promise.reject(error), {}, output), error);
  assert.equal(output.text, "Storing … failed\n");
});

Deno.test("durations", () => {
  const cases = [[0, "0.0 s"], [1_250, "1.3 s"], [59_900, "59.9 s"], [59_960, "1:00 min"], [
    185_000,
    "3:05 min",
  ]];
  for (const [milliseconds, text] of cases) assert.equal(formatSeconds(Number(milliseconds)), text);
});
