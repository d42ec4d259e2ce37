/** `deno task import`: orders from a CSV file into the database. */
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { orExit, printHelp } from "../base/command.ts";
import { UsageError } from "../base/errors.ts";
import { stopSignal } from "../base/stop.ts";
import { describeVariables, readConfig } from "../config.ts";
import { migrate } from "../db/migrate.ts";
import { importOrders, type ImportResult } from "../importer/import.ts";
import { formatSeconds, step } from "./progress.ts";
import { say } from "./say.ts";

const help =
  `Imports orders from a CSV file: one row an order line, or a Shopify orders export (docs/IMPORT.md).

Usage: deno task import FILE.csv[.gz] [options]

  --strict   store nothing if any row is bad
  --batch N  orders a transaction (default 5000)
  --help     show this

Importing a file twice changes nothing; importing a corrected file updates its orders. Bad rows go to
FILE.rejects.csv with their line number and reason, good rows go in. Cut short, the same command completes it.

Ends with status 0 where every row was taken, 2 where some were rejected, 1 where the import failed,
130 where Ctrl-C stopped it.

Environment:
${describeVariables()}
`;

async function run(path: string, strict: boolean, batch: number | undefined): Promise<number> {
  const { databaseUrl: url, shop } = readConfig();
  const signal = stopSignal({ withParent: false });
  await migrate({ url });
  try {
    const result = await step(`Importing ${basename(path)}`, (report) =>
      importOrders({
        path,
        url,
        shop,
        strict,
        ...(batch !== undefined && { batch }),
        signal,
        // Its lines and then its orders: half of the bar each.
        onProgress: (done, total, phase) =>
          report(total === 0 ? 50 : 50 * done / total + (phase === "storing" ? 50 : 0), 100),
      }), { unit: "percent" });
    say(describe(result, strict));
    return result.rejected > 0 ? 2 : 0;
  } catch (error) {
    if (!signal.aborted) throw error;
    say("Stopped. What was stored stays; run the same command again to complete it.");
    return 130;
  }
}

function describe(result: ImportResult, strict: boolean): string {
  const { format, lines, orders, stored, unchanged, rejected, rejectsPath, ignored, warnings, seconds } =
    result;
  const count = (value: number) => value.toLocaleString("en");
  const told = [
    `Read as ${format}: ${count(lines)} lines, ${count(orders)} orders, in ${formatSeconds(seconds * 1000)}.`,
    `${count(stored)} orders stored, ${count(unchanged)} unchanged, ${count(rejected)} rows rejected.`,
  ];
  if (rejected > 0) told.push(`The rejected rows, each with its reason: ${rejectsPath}`);
  if (rejected > 0 && strict) told.push("Nothing was stored, because of --strict.");
  if (ignored.length > 0) told.push(`Columns that were not read: ${ignored.join(", ")}.`);
  return [...told, ...warnings].join("\n");
}

function readBatch(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const batch = Number(text);
  if (!/^\d+$/.test(text) || batch < 1 || batch > 1_000_000) {
    throw new UsageError(`Cannot use --batch ${text}: give a whole number from 1 to 1000000`);
  }
  return batch;
}

if (import.meta.main) {
  const { values, positionals } = await orExit(() =>
    parseArgs({
      allowPositionals: true,
      options: {
        strict: { type: "boolean" },
        batch: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    })
  );
  if (values.help) printHelp(help);
  const code = await orExit(() => {
    const [path, ...more] = positionals;
    if (path === undefined || more.length > 0) {
      throw new UsageError(`Cannot import: name one file\n\n${help}`);
    }
    return run(path, values.strict ?? false, readBatch(values.batch));
  });
  Deno.exit(code);
}
