/** `deno task verify`: proves that every aggregate equals the raw orders, or says where not. */
import { parseArgs } from "node:util";
import { orExit, printHelp } from "../base/command.ts";
import { describeVariables, readConfig } from "../config.ts";
import { createPool } from "../db/pool.ts";
import { type Verification, type Verified, verifyAggregates } from "../precompute/verify.ts";
import { step } from "./progress.ts";
import { say } from "./say.ts";

const help = `Compares every aggregate with what the orders say, in one snapshot; changes nothing.

Usage: deno task verify [--json]

  --json  print one JSON object instead of a table

Ends with status 0 where all is equal, and 1 where anything differs. Orders that were changed since the aggregates
were last built count as differences: the precompute process brings them up to date.

Environment:
${describeVariables()}
`;

async function verify(json: boolean): Promise<boolean> {
  const { databaseUrl } = readConfig();
  const pool = createPool({ url: databaseUrl, size: 1, deadlineMs: 60 * 60_000, name: "laneway verify" });
  try {
    const work = () => verifyAggregates(pool);
    const verification = json ? await work() : await step("Comparing the aggregates with the orders", work);
    if (json) say(JSON.stringify({ ...verification, asOf: verification.asOf?.toString() ?? null }));
    else print(verification);
    return verification.asOf !== undefined && verification.tables.every(isEqual);
  } finally {
    await pool.close();
  }
}

function print({ asOf, tables }: Verification): void {
  if (!asOf) {
    return say("Nothing to compare: the aggregates were never built. Start deno task cron to build them.");
  }
  say(`${"table".padEnd(28)}${"rows".padStart(12)}${"missing".padStart(12)}${"surplus".padStart(12)}`);
  for (const table of tables) {
    const counts = [table.rows, table.missing, table.surplus];
    say(table.table.padEnd(28) + counts.map((count) => count.toLocaleString("en").padStart(12)).join(""));
    for (const example of table.examples) say(`  ${example}`);
  }
  say(tables.every(isEqual) ? `All equal, as of ${asOf}.` : `Not equal, as of ${asOf}.`);
}

function isEqual({ missing, surplus }: Verified): boolean {
  return missing === 0 && surplus === 0;
}

if (import.meta.main) {
  const { values } = await orExit(() =>
    parseArgs({ options: { help: { type: "boolean", short: "h" }, json: { type: "boolean" } } })
  );
  if (values.help) printHelp(help);
  Deno.exit(await orExit(() => verify(values.json ?? false)) ? 0 : 1);
}
