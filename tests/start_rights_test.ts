/** What starts our processes, deploy/run.sh and the tasks of deno.json, where a process's rights cannot be told. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { runCommand } from "../src/dev/command.ts";
import { root } from "./started.ts";

async function withPlace(work: (place: string) => Promise<void>): Promise<void> {
  const place = await Deno.makeTempDir({ prefix: "laneway-run-" });
  try {
    await work(place);
  } finally {
    await Deno.remove(place, { recursive: true });
  }
}

Deno.test("deploy/run.sh starts no process whose rights cannot be told", () =>
  withPlace(async (place) => {
    const script = `#!/bin/sh\ncase "$*" in *flags.ts*) exit 3 ;; *) echo started ;; esac\n`;
    await Deno.writeTextFile(join(place, "deno"), script, { mode: 0o755 });
    for (const command of ["start", "cron"]) {
      const { success, output } = await runCommand("sh", [join(root, "deploy/run.sh"), command], {
        env: { PATH: `${place}:/usr/bin:/bin` },
      });
      assert.equal(success, false, output);
      assert.doesNotMatch(output, /started/);
    }
  }));

Deno.test("no task starts a process whose rights cannot be told", () =>
  withPlace(async (place) => {
    const { tasks } = JSON.parse(await Deno.readTextFile(join(root, "deno.json")));
    const { start, cron } = tasks;
    await Deno.writeTextFile(join(place, "deno.json"), JSON.stringify({ tasks: { start, cron } }));
    await Deno.mkdir(join(place, "src/cli"), { recursive: true });
    for (const process of ["serve", "cron"]) {
      await Deno.writeTextFile(join(place, `src/${process}.ts`), `console.log("started");`);
    }
    const run = (task: string) => runCommand(Deno.execPath(), ["task", "--quiet", task], { cwd: place });
    const flags = join(place, "src/cli/flags.ts");
    // With a part of them told, and with nothing.
    for (const [task, told] of [["start", "-A"], ["cron", ""]] as const) {
      await Deno.writeTextFile(
        flags,
        `console.log("${told}"); console.error("Cannot tell why"); Deno.exit(3);`,
      );
      const { success, output } = await run(task);
      assert.equal(success, false, output);
      assert.match(output, /Cannot tell why/);
      assert.doesNotMatch(output, /started/);
    }
    await Deno.writeTextFile(flags, `console.log("--no-prompt --allow-env=A,B");`);
    const { success, output } = await run("start");
    assert.ok(success, output);
    assert.match(output, /started/);
  }));
