import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

// Tells when it runs, when it is asked to stop, since when so many milliseconds have passed as its argument says, and when it is
// interrupted again; stops when its input ends, and tells that too.
const program = `
  import { stopSignal, whenAborted } from ${JSON.stringify(new URL("./stop.ts", import.meta.url).href)};
  let now = 0;
  performance.now = () => now;
  const signal = stopSignal({ withParent: false });
  console.log("running");
  await whenAborted(signal);
  now = Number(Deno.args[0]);
  Deno.addSignalListener("SIGINT", () => console.log("interrupted again"));
  console.log("asked");
  while (await Deno.stdin.read(new Uint8Array(8)) !== null);
  console.log("stopped");
`;

async function withChild(
  args: readonly string[],
  work: (child: Deno.ChildProcess, says: (line: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  const root = fileURLToPath(new URL("../../", import.meta.url));
  try {
    await Deno.writeTextFile(file, program);
    await using child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", "--quiet", "--config", `${root}deno.json`, file, ...args],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    let said = "";
    await work(child, async (line) => {
      while (!said.includes(`${line}\n`)) {
        const { done, value } = await reader.read();
        assert.ok(!done, `it ended without saying ${line}, but ${JSON.stringify(said)}`);
        said += value;
      }
    });
    await reader.cancel();
  } finally {
    await Deno.remove(file);
  }
}

Deno.test("an interrupt that a launcher passes on, though the terminal sent it too, is the same one", () =>
  withChild(["500"], async (child, says) => {
    await says("running");
    child.kill("SIGINT");
    await says("asked");
    child.kill("SIGINT");
    // A signal that comes while a process ends ends it as if nobody listened.
    await says("interrupted again");
    await child.stdin.close();
    await says("stopped");
    assert.equal((await child.status).code, 0);
  }));

for (const [again, later] of [["SIGINT", 501], ["SIGTERM", 0]] as const) {
  Deno.test(`whoever asks again with ${again} ends it at once`, () =>
    withChild([String(later)], async (child, says) => {
      await says("running");
      child.kill("SIGINT");
      await says("asked");
      child.kill(again);
      assert.equal((await child.status).code, 130);
      await child.stdin.close().catch(() => {});
    }));
}
