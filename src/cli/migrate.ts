/** `deno task migrate`: brings the database's tables up to date. */
import { parseArgs } from "node:util";
import { orExit, printHelp } from "../base/command.ts";
import { describeVariables, readConfig } from "../config.ts";
import { migrate } from "../db/migrate.ts";
import { say, tell } from "./say.ts";

const help =
  `Brings the database's tables up to date. Safe to run at any time, any number of times, side by side.

Usage: deno task migrate

Environment:
${describeVariables()}
`;

function missingRoles(names: readonly string[]): string {
  return `This user may make no roles, so everything works as the tables' owner alone. To keep processes apart (docs/SECURITY.md), ` +
    `have an administrator run
${names.map((name) => `  create role ${name} nologin;`).join("\n")}
and then, as the owner: select grant_roles();`;
}

if (import.meta.main) {
  const { values } = await orExit(() => parseArgs({ options: { help: { type: "boolean", short: "h" } } }));
  if (values.help) printHelp(help);
  await orExit(async () => {
    const { databaseUrl } = readConfig();
    const applied = await migrate({
      url: databaseUrl,
      onApplied: (name) => say(`applied ${name}`),
      onMissingRoles: (names) => tell(missingRoles(names)),
    });
    if (applied.length === 0) say("already up to date");
  });
}
