import assert from "node:assert/strict";
import { join } from "node:path";
import { startChild } from "./child.ts";

Deno.test("a process that is killed leaves no pipe open here", async () => {
  const directory = await Deno.makeTempDir({ prefix: "laneway-child-" });
  try {
    const script = join(directory, "wait.ts");
    await Deno.writeTextFile(script, "setInterval(() => {}, 1_000);\n");
    const child = startChild({ command: ["--no-check", "--no-config", script], environment: {} });
    Deno.kill(child.pid, "SIGKILL");
    assert.equal((await child.ended).signal, "SIGKILL");
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
