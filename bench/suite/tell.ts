/** What a run found, told at its end and as a page. */
import { fileURLToPath } from "node:url";
import { say } from "../../src/cli/say.ts";
import { head, row } from "../figures.ts";
import { reportPage } from "../report/page.ts";
import type { Change } from "./compare.ts";
import { budgetText, ratioText, shown, verdict } from "./figure.ts";
import type { Results } from "./results.ts";

const directory = new URL("../results/", import.meta.url);

/** Prints what changed, the largest first. */
export function sayChanges(file: string, changes: readonly Change[]): void {
  say(`\n## What changed since ${file}\n`);
  if (changes.length === 0) return say("Nothing beyond the spread.");
  say(head(["what", "before", "now", "factor", ""]));
  for (const { bench, figure, before, factor, isBetter } of changes) {
    const { group, name, unit, median } = figure;
    const times = [shown(before.median, unit), shown(median, unit), factor.toFixed(2)];
    say(row([`${bench}: ${group}, ${name}`, ...times, isBetter ? "better" : "**worse**"]));
  }
}

/** Prints how many budgets were kept, and the others. */
export function sayMissed({ benches }: Results): void {
  const figures = benches.flatMap(({ name, figures }) => figures.map((figure) => ({ bench: name, figure })));
  const missed = figures.filter(({ figure }) => verdict(figure) === false);
  const kept = figures.filter(({ figure }) => verdict(figure) === true);
  say(`\n## ${kept.length} budgets kept, ${missed.length} missed\n`);
  if (missed.length === 0) return;
  say(head(["missed", "measured", "beside", "budget"]));
  for (const { bench, figure } of missed) {
    const { group, name, median, unit, ratio } = figure;
    const beside = ratio ? ratioText(ratio) : "";
    say(row([`${bench}: ${group}, ${name}`, shown(median, unit), beside, budgetText(figure)]));
  }
}

/** @returns where the page is */
export async function writeReport(
  results: Results,
  compared: { readonly file: string; readonly changes: readonly Change[] } | undefined,
): Promise<string> {
  await Deno.mkdir(directory, { recursive: true });
  const growth = await Deno.readTextFile(new URL("growth.svg", directory)).catch(() => "");
  const path = fileURLToPath(new URL("report.html", directory));
  await Deno.writeTextFile(path, await reportPage(results, { compared, drawings: { growth } }));
  return path;
}
