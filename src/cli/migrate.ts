/** `deno task migrate`: brings the database's tables up to date. */
import { parseArgs } from "node:util";
import { orExit, printHelp } from "../base/command.ts";
import { describeVariables, readConfig } from "../config.ts";
import { migrate } from "../db/migrate.ts";
import { say } from "./say.ts";

const help =
  `Brings the database's tables up to date. Safe to run at any time, any number of times, side by side.

Usage: deno task migrate

Environment:
${describeVariables()}
`;

if (import.meta.main) {
  const { values } = await orExit(() => parseArgs({ options: { help: { type: "boolean", short: "h" } } }));
  if (values.help) printHelp(help);
  await orExit(async () => {
    const { databaseUrl } = readConfig();
    const applied = await migrate({ url: databaseUrl, onApplied: (name) => say(`applied ${name}`) });
    if (applied.length === 0) say("already up to date");
  });
}
