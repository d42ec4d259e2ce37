/** For tests: Prometheus's own checks, by `promtool` of Debian's package `prometheus`. */
import assert from "node:assert/strict";

/** Whether it is here. */
export const hasPromtool = isThere("promtool");

/** For the name of a test that is skipped where it is not. */
export const promtoolHint = hasPromtool
  ? ""
  : " (promtool is not installed; apt-get install prometheus brings it)";

function isThere(name: string): boolean {
  try {
    new Deno.Command(name, { args: ["--version"], stdout: "null", stderr: "null" }).outputSync();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Fails with what it says, where it finds anything wrong. @param input of its standard input */
export async function promtool(args: readonly string[], input = ""): Promise<void> {
  const process = new Deno.Command("promtool", {
    args: [...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = process.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input));
  await writer.close();
  const { code, stdout, stderr } = await process.output();
  const decoder = new TextDecoder();
  assert.equal(code, 0, decoder.decode(stdout) + decoder.decode(stderr));
}
