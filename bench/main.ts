/** `deno task bench [NAME...]`: measures what docs/PERFORMANCE.md states, one process a bench, and keeps what it found. */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { orExit, printHelp } from "../src/base/command.ts";
import { UsageError } from "../src/base/errors.ts";
import { say } from "../src/cli/say.ts";
import type { Size } from "./suite/asked.ts";
import { benches, type BenchName, benchNames, isBenchName, smokeNames } from "./suite/catalogue.ts";
import { changesBetween } from "./suite/compare.ts";
import { describeMachine, machineText } from "./suite/machine.ts";
import { joined, readResults, type Results } from "./suite/results.ts";
import { runBenches } from "./suite/run.ts";
import { sayChanges, sayMissed, writeReport } from "./suite/tell.ts";

const list = benchNames.map((name) => `  ${name.padEnd(10)} ${benches[name]}`).join("\n");

const help = `Measures what docs/PERFORMANCE.md states: all of it, or the benches that are named.

Usage: deno task bench [NAME...]

  --large         up to ten million orders instead of one: hours, and 25 GB of disk
  --smoke         whether benches work, in about a minute; measures nothing
  --compare FILE  what changed since another run wrote this file, beyond what varies from round to round
  --show FILE     measures nothing, but shows what another run found
  --list          the names of the benches

Tables are printed; bench/results/latest.json keeps the figures, bench/results/report.html shows them with charts.

${list}
`;

const latest = new URL("results/latest.json", import.meta.url);

interface Asked {
  readonly names: readonly BenchName[];
  readonly size: Size;
  readonly compare: string | undefined;
}

async function main({ names, size, compare }: Asked): Promise<void> {
  const before = compare === undefined ? undefined : await readResults(compare);
  const machine = await describeMachine();
  say(machineText(machine));
  const started = performance.now();
  const { results: measured, failed } = await runBenches(names, size);
  const minutes = ((performance.now() - started) / 60_000).toFixed(1);
  if (size !== "smoke" && measured.length > 0) await keep({ machine, benches: measured }, compare, before);
  say(`${measured.length} of ${names.length} benches in ${minutes} minutes`);
  if (failed.length > 0) throw new UsageError(`Cannot measure all: ${failed.join(", ")} failed, see above`);
}

async function keep(now: Results, compare = "", before?: Results): Promise<void> {
  const last = await readResults(latest).catch(() => undefined);
  const results = joined(now, last, benchNames);
  await Deno.mkdir(new URL(".", latest), { recursive: true });
  await Deno.writeTextFile(latest, `${JSON.stringify(results, undefined, 1)}\n`);
  await tellAll(now, results, before && { file: compare, before });
  say(`${fileURLToPath(latest)} keeps the figures`);
}

async function tellAll(
  now: Results,
  all: Results,
  since: { readonly file: string; readonly before: Results } | undefined,
): Promise<void> {
  const compared = since && { file: since.file, changes: changesBetween(since.before, now) };
  if (compared) sayChanges(compared.file, compared.changes);
  sayMissed(now);
  say(`\n${await writeReport(all, compared)} shows them`);
}

function namesOf(asked: readonly string[], size: Size): readonly BenchName[] {
  const unknown = asked.filter((name) => !isBenchName(name));
  if (unknown.length > 0) {
    throw new UsageError(`Cannot measure ${unknown.join(", ")}: name some of\n\n${list}`);
  }
  if (asked.length > 0) return asked.filter(isBenchName);
  return size === "smoke" ? smokeNames : benchNames;
}

await orExit(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: "boolean", short: "h" },
      list: { type: "boolean" },
      large: { type: "boolean" },
      smoke: { type: "boolean" },
      compare: { type: "string" },
      show: { type: "string" },
    },
  });
  if (values.help) printHelp(help);
  if (values.list) return say(benchNames.join("\n"));
  if (values.show !== undefined) {
    const [shown, before] = [
      await readResults(values.show),
      values.compare === undefined ? undefined : await readResults(values.compare),
    ];
    return await tellAll(shown, shown, before && { file: values.compare ?? "", before });
  }
  if (values.smoke && values.large) throw new UsageError("Cannot be both: --smoke or --large");
  const size = values.smoke ? "smoke" : values.large ? "large" : "usual";
  await main({ names: namesOf(positionals, size), size, compare: values.compare });
});
