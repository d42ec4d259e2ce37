/** `deno task verify`: proves that every aggregate equals the raw orders, or says where not. */
import { parseArgs } from "node:util";
import { audit } from "../access/audit.ts";
import { orExit, printHelp } from "../base/command.ts";
import { codeOf, UsageError } from "../base/errors.ts";
import { describeVariables, readConfig } from "../config.ts";
import { createPool, type Pool } from "../db/pool.ts";
import { repairAggregates } from "../precompute/repair.ts";
import { isEqual, type Verification, type Verified, verifyAggregates } from "../precompute/verify.ts";
import { commandActor } from "./on_database.ts";
import { step } from "./progress.ts";
import { say } from "./say.ts";

const help = `Compares every aggregate with what the orders say, in one snapshot, beside whatever else runs.

Usage: deno task verify [options]

  --from DAY   the first day to compare, such as 2024-01-31, in the aggregates' time zone (default: the first there is)
  --to DAY     the last one (default: the last there is)
  --sample N   compare N days of these, chosen at random; what is kept by months is compared in whole
  --repair     rebuild what differs, and compare that again; without it nothing is changed
  --json       print one JSON object instead of a table
  --help       show this

Ends with status 0 where all is equal, or is after a repair, and with 1 where anything differs. Changes that the
precompute process has yet to take are no differences; the rows that wait for it are counted apart.

Environment:
${describeVariables()}
`;

interface VerifySettings {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly sample: number | undefined;
}

interface Printing {
  readonly repair: boolean;
  readonly json: boolean;
}

// A month of a large shop takes minutes to add up.
const deadlineMs = 60 * 60_000;
const waitMs = 60_000;

/** @returns whether all is equal, in the end */
async function verify(settings: VerifySettings, { repair, json }: Printing): Promise<boolean> {
  const { databaseUrl } = readConfig();
  const pool = createPool({ url: databaseUrl, size: 1, deadlineMs, name: "laneway verify" });
  const unit = { unit: "comparisons" };
  try {
    const found = await step(
      "Comparing the aggregates with the orders",
      (onProgress) => verifyAggregates(pool, { ...settings, onProgress }),
      unit,
    );
    const repaired = repair && found.tables.some((table) => !isEqual(table))
      ? await step(
        "Repairing what differs",
        (onProgress) => repairAggregates(pool, found, { waitMs, onProgress }),
        unit,
      )
      : undefined;
    if (repaired) await noteRepair(pool, found);
    say(json ? JSON.stringify(plain(found, repaired)) : describe(found, repaired));
    const { asOf, tables } = repaired ?? found;
    return asOf !== undefined && tables.every(isEqual);
  } catch (error) {
    if (!isUndefinedTable(error)) throw error;
    throw new UsageError("Cannot verify: the database has no aggregates. deno task migrate makes its tables");
  } finally {
    await pool.close();
  }
}

async function noteRepair(pool: Pool, { tables }: Verification): Promise<void> {
  const repaired = tables.filter((table) => !isEqual(table)).map(({ name }) => name);
  await audit(pool, { actor: commandActor(), action: "aggregates repaired", detail: { tables: repaired } });
}

function isUndefinedTable(error: unknown): boolean {
  return codeOf(error) === "42P01";
}

function plain(found: Verification, repaired: Verification | undefined): unknown {
  return {
    asOf: found.asOf?.toString() ?? null,
    sampled: found.sampled ?? null,
    tables: found.tables,
    setAside: found.setAside,
    repaired: repaired ? repaired.tables : null,
  };
}

const columns = ["rows", "differing", "missing", "surplus", "waiting"] as const;

function describe(found: Verification, repaired: Verification | undefined): string {
  const { asOf, tables, sampled } = found;
  if (!asOf) {
    return "Nothing to compare: the aggregates are not built yet. deno task cron or deno task rebuild builds them.";
  }
  const lines = [`${"".padEnd(30)}${columns.map((column) => column.padStart(12)).join("")}`];
  for (const table of tables) {
    // Here a row that is there with other values counts once.
    const counts = { ...table, missing: table.missing - table.differing };
    lines.push(
      table.name.padEnd(30) +
        columns.map((column) => counts[column].toLocaleString("en").padStart(12)).join(""),
    );
    lines.push(...table.examples.map((example) => `  ${example}`));
  }
  if (sampled) lines.push(`Of what is kept by days, compared on: ${sampled.join(", ") || "none"}.`);
  const waiting = tables.reduce((sum, table) => sum + table.waiting, 0);
  if (waiting > 0) {
    lines.push(`${waiting.toLocaleString("en")} rows wait for the next drain to rebuild them.`);
  }
  for (const { reason, changes } of found.setAside) {
    lines.push(`${changes.toLocaleString("en")} changes are set aside, as their rebuild fails: ${reason}`);
  }
  lines.push(tables.every(isEqual) ? `All equal, as of ${asOf}.` : `Not equal, as of ${asOf}.`);
  if (repaired) lines.push(...describeRepair(tables, repaired));
  return lines.join("\n");
}

function describeRepair(found: readonly Verified[], repaired: Verification): string[] {
  const wrong = repaired.tables.filter((table) => !isEqual(table));
  const lines = found.filter((table) => !isEqual(table)).map(({ name, days }) =>
    `Repaired ${name}${on(days)}.`
  );
  for (const { name, examples } of wrong) {
    lines.push(`Still not equal: ${name}`, ...examples.map((example) => `  ${example}`));
  }
  return wrong.length > 0 ? lines : [...lines, "What was repaired is equal now."];
}

const mostDaysTold = 10;

function on(days: readonly string[]): string {
  if (days.length === 0) return "";
  const more = days.length > mostDaysTold ? ` and ${days.length - mostDaysTold} more` : "";
  return `: ${days.slice(0, mostDaysTold).join(", ")}${more}`;
}

/** @throws UsageError naming the option that cannot be used */
export function readVerifyOptions(
  { from, to, sample }: Readonly<Record<string, string | undefined>>,
): VerifySettings {
  const settings = {
    from: from === undefined ? undefined : readDay("--from", from),
    to: to === undefined ? undefined : readDay("--to", to),
    sample: sample === undefined ? undefined : readCount("--sample", sample),
  };
  if (settings.from !== undefined && settings.to !== undefined && settings.from > settings.to) {
    throw new UsageError(
      `Cannot use --from ${from} with --to ${to}: the range must not end before it begins`,
    );
  }
  return settings;
}

function readDay(option: string, text: string): string {
  try {
    // Years of more than four digits are days too, but do not sort as text.
    if (/^\d{4}-\d\d-\d\d$/.test(text)) return Temporal.PlainDate.from(text).toString();
  } catch {
    // Falls through to the one message.
  }
  throw new UsageError(`Cannot use ${option} ${text}: give a day, such as 2024-01-31`);
}

function readCount(option: string, text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 1_000_000) {
    throw new UsageError(`Cannot use ${option} ${text}: give a whole number from 1 to 1000000`);
  }
  return value;
}

if (import.meta.main) {
  const { values } = await orExit(() =>
    parseArgs({
      options: {
        from: { type: "string" },
        to: { type: "string" },
        sample: { type: "string" },
        repair: { type: "boolean" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    })
  );
  if (values.help) printHelp(help);
  const { repair = false, json = false, from, to, sample } = values;
  const isWell = await orExit(() => verify(readVerifyOptions({ from, to, sample }), { repair, json }));
  Deno.exit(isWell ? 0 : 1);
}
