/** `deno task doctor`: looks at everything that Laneway needs, and says what to do about what it finds. */
import { parseArgs } from "node:util";
import { orExit, printHelp } from "../base/command.ts";
import { describeVariables, readConfig } from "../config.ts";
import { checkCache } from "./doctor_cache.ts";
import { checkPrimary, checkReplicas, openDoctorsPool } from "./doctor_database.ts";
import type { Finding } from "./doctor_finding.ts";
import { checkPrecompute } from "./doctor_precompute.ts";
import { say } from "./say.ts";

const help =
  `Looks at everything that Laneway needs with these settings: databases, migrations, aggregates, jobs, cache.
Says what to do about what it finds. Changes nothing. Ends with 1 where something fails.

Usage: deno task doctor [--json]

  --json   a JSON object a finding

Environment:
${describeVariables()}
`;

async function examine(): Promise<readonly Finding[]> {
  const config = readConfig();
  const pool = openDoctorsPool(config.databaseUrl);
  try {
    const primary = await checkPrimary(pool, config);
    const isReady = primary.every(({ state }) => state !== "fail");
    const [precompute, ...others] = await Promise.all([
      isReady ? checkPrecompute(pool, config) : [],
      checkReplicas(config),
      checkCache(config),
    ]);
    return [...primary, ...precompute, ...others.flat()];
  } finally {
    await pool.close();
  }
}

function print(findings: readonly Finding[], json: boolean): void {
  const width = Math.max(...findings.map(({ what }) => what.length));
  for (const finding of findings) {
    const { state, what, text } = finding;
    // What a database says may hold what others wrote: nothing of it may move a terminal's cursor.
    const line = `${state.padEnd(7)}  ${what.padEnd(width)}  ${text}`.replace(/\p{C}/gu, "\uFFFD");
    say(json ? JSON.stringify(finding) : line);
  }
}

if (import.meta.main) {
  const { values } = await orExit(() =>
    parseArgs({ options: { json: { type: "boolean" }, help: { type: "boolean", short: "h" } } })
  );
  if (values.help) printHelp(help);
  const findings = await orExit(examine);
  print(findings, values.json ?? false);
  Deno.exit(findings.some(({ state }) => state === "fail") ? 1 : 0);
}
