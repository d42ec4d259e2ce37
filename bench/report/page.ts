/** A run's results as one page of HTML that needs no other file. */
import type { Change } from "../suite/compare.ts";
import { budgetText, type Figure, ratioText, shown, verdict } from "../suite/figure.ts";
import { machineText } from "../suite/machine.ts";
import type { BenchResult, Results } from "../suite/results.ts";
import { drawBars } from "./bars.ts";
import { attribute, escape } from "./markup.ts";

/** What a page shows beside the results. */
export interface Extras {
  /** Since which file, and what. */
  readonly compared?: { readonly file: string; readonly changes: readonly Change[] } | undefined;
  /** Drawn by benches themselves, as SVG, by the bench's name. */
  readonly drawings: Readonly<Record<string, string>>;
}

export async function reportPage(results: Results, { compared, drawings }: Extras): Promise<string> {
  const style = await Deno.readTextFile(new URL("style.css", import.meta.url));
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Laneway, measured</title>
<style>${style}</style>
<h1>Laneway, measured</h1>
<p class="quiet">${escape(machineText(results.machine))}</p>
${summary(results)}
<nav aria-label="Benches">${
    results.benches.map(({ name }) => `<a href="#${attribute(name)}">${escape(name)}</a>`).join("")
  }</nav>
${compared ? changesSection(compared.file, compared.changes) : ""}
${results.benches.map((bench) => benchSection(bench, drawings[bench.name])).join("\n")}
<p class="quiet">A bar is the median; the thin line is its spread: least and most of a few rounds, the middle half of many
calls. The dashed line is the budget. Ratios are of figures of the same run.</p>
</html>
`;
}

function summary({ benches }: Results): string {
  const verdicts = benches.flatMap(({ figures }) => figures.map(verdict));
  const [kept, missed] = [true, false].map((is) => verdicts.filter((verdict) => verdict === is).length);
  return `<p><span class="mark is-kept">${kept} budgets kept</span>, <span class="mark is-missed">${missed} missed</span></p>`;
}

function benchSection({ name, what, at, commit, size, seconds, figures }: BenchResult, drawing = ""): string {
  const groups = Map.groupBy(figures, ({ group }) => group);
  const of = size === "usual" ? "" : ` (${size})`;
  return `<section id="${attribute(name)}">
<h2>${escape(name)}${of}</h2>
<p class="quiet">${escape(what)} · ${escape(at.slice(0, 16).replace("T", " "))}, ${escape(commit)}, ${
    seconds.toFixed(0)
  } s</p>
${drawing}
${[...groups].map(([group, figures]) => groupPart(group, figures)).join("\n")}
</section>`;
}

function groupPart(group: string, figures: readonly Figure[]): string {
  const byUnit = Map.groupBy(figures, ({ unit }) => unit);
  return `<h3>${escape(group)}</h3>
${[...byUnit.values()].map((figures) => drawBars(figures, group)).join("\n")}
<details><summary>As a table</summary><div class="scroll"><table>
<tr><th>what</th><th class="number">median</th><th class="number">spread</th><th>beside</th><th>budget</th><th></th></tr>
${figures.map(tableRow).join("\n")}
</table></div></details>`;
}

function tableRow(figure: Figure): string {
  const { name, median, spread: [low, high], unit, ratio } = figure;
  const spread = low === high ? "" : `${shown(low, unit)} to ${shown(high, unit)}`;
  return row([
    cell(name),
    cell(shown(median, unit), "number"),
    cell(spread, "number"),
    cell(ratio ? ratioText(ratio) : ""),
    cell(budgetText(figure)),
    mark(verdict(figure), "kept", "missed"),
  ]);
}

function changesSection(file: string, changes: readonly Change[]): string {
  const rows = changes.map(({ bench, figure, before, factor, isBetter }) =>
    row([
      cell(`${bench}: ${figure.group}, ${figure.name}`),
      cell(shown(before.median, figure.unit), "number"),
      cell(shown(figure.median, figure.unit), "number"),
      cell(`× ${factor.toFixed(2)}`, "number"),
      mark(isBetter, "better", "worse"),
    ])
  );
  const table = `<div class="scroll"><table>
<tr><th>what</th><th class="number">before</th><th class="number">now</th><th class="number">factor</th><th></th></tr>
${rows.join("\n")}
</table></div>`;
  return `<section><h2>What changed since ${escape(file)}</h2>
${changes.length > 0 ? table : "<p>Nothing beyond the spread.</p>"}
</section>`;
}

function row(cells: readonly string[]): string {
  return `<tr>${cells.join("")}</tr>`;
}

function cell(text: string, kind = ""): string {
  return `<td${kind && ` class="${kind}"`}>${escape(text)}</td>`;
}

function mark(is: boolean | undefined, good: string, bad: string): string {
  if (is === undefined) return "<td></td>";
  return `<td class="mark ${is ? "is-kept" : "is-missed"}">${is ? good : bad}</td>`;
}
