/**
 * Prints the flags that a process of ours is started with, by `deno task start` and `deno task cron`. For the web process it also
 * builds what browsers are served, because that starts another program, which the web process may not.
 */
import { pagesConfig } from "../../fresh.config.ts";
import { describe } from "../base/command.ts";
import { UsageError } from "../base/errors.ts";
import { type Config, type Environment, readConfig } from "../config.ts";
import { buildIslands } from "../pages/build.ts";
import { startFlags } from "./permissions.ts";
import { say } from "./say.ts";

/** @param given takes the place of the environment; @returns undefined where something is wrong with them */
export function settings(given: Environment = {}): Config | undefined {
  try {
    return readConfig(given);
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

if (import.meta.main) {
  const process = Deno.args[0] === "cron" ? "cron" : "web";
  if (process === "web") {
    try {
      await buildIslands(pagesConfig);
    } catch (error) {
      // Without flags, the process would fail for a reason that is none.
      Deno.stderr.writeSync(new TextEncoder().encode(`${describe(error)}\n`));
    }
  }
  say(startFlags(process, settings()).join(" "));
}
