/** deploy/run.sh where a process's rights cannot be told. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { runCommand } from "../src/dev/command.ts";
import { root } from "./started.ts";

Deno.test("a process whose rights cannot be told is not started without them", async () => {
  const place = await Deno.makeTempDir({ prefix: "laneway-run-" });
  try {
    const script = `#!/bin/sh\ncase "$*" in *flags.ts*) exit 3 ;; *) echo started ;; esac\n`;
    await Deno.writeTextFile(join(place, "deno"), script, { mode: 0o755 });
    for (const command of ["start", "cron"]) {
      const { success, output } = await runCommand("sh", [join(root, "deploy/run.sh"), command], {
        env: { PATH: `${place}:/usr/bin:/bin` },
      });
      assert.equal(success, false, output);
      assert.doesNotMatch(output, /started/);
    }
  } finally {
    await Deno.remove(place, { recursive: true });
  }
});
