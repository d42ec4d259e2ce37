/**
 * `deno run -A bench/crash.ts [CYCLES]`: a drain is killed (kill -9) 20 times (200 with --large) at random moments under six writers, then
 * runs to the end; every aggregate must equal what the orders say. As tests/crash_long_test.ts, for longer.
 */
import { crashDrains } from "../tests/crash.ts";
import { say } from "../src/cli/say.ts";
import { isEqual } from "../src/precompute/verify.ts";
import { head, row, whole } from "./figures.ts";
import { withServer } from "./server.ts";
import { ownArgs, report, sized } from "./suite/asked.ts";

async function main(cycles: number): Promise<void> {
  await withServer(async (server) => {
    const url = await server.newDatabase("crash");
    const begin = performance.now();
    const crashed = await crashDrains({ url, cycles, seed: 1 });
    const { amidst, generations, written, behind, left, verification: { tables } } = crashed;
    const seconds = (performance.now() - begin) / 1000;
    const wrong = tables.filter((table) => !isEqual(table));
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    const wrongRows = wrong.reduce((sum, { missing, surplus }) => sum + missing + surplus, 0);
    const results: readonly [string, string][] = [
      ["kills, of them amidst a drain", `${cycles}, ${amidst}`],
      ["changes written meanwhile", whole(written.changes)],
      ["drains committed meanwhile", whole(generations)],
      ["log rows after the last kill, after the last drain", `${whole(behind)}, ${whole(left)}`],
      ["aggregate rows compared", whole(rows)],
      ["of them wrong", whole(wrongRows)],
      ["time in all", `${seconds.toFixed(0)} s`],
    ];
    say(head(["what", "result"]));
    for (const result of results) say(row(result));
    const figures = { "compared": rows, "wrong": wrongRows, "of the log left": left };
    for (const [name, value] of Object.entries(figures)) {
      const budget = name === "compared" ? undefined : { atMost: 0 };
      report({ group: `after ${cycles} kills`, name, unit: "rows", values: [value], budget });
    }
    if (left > 0 || wrong.length > 0) throw new Error(`The drain lost changes: ${Deno.inspect(wrong)}`);
  });
}

await main(Number(ownArgs[0] ?? sized(20, { smoke: 2, large: 200 })));
