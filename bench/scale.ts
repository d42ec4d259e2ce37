/**
 * `deno run -A bench/scale.ts`: what one web process answers and what two do beside each other over one database: requests a second,
 * and by second of a core, which does not depend on who else needs the cores. Needs wrk.
 */
import { freePort } from "./suite/ports.ts";
import { unasked } from "./floor/question.ts";
import { makeHistory } from "./growth/history.ts";
import { type Load, load, type Loaded } from "./load.ts";
import { startProcesses, startWeb, untilFirstBuilt } from "./processes.ts";
import { withServer } from "./server.ts";
import { report, sayFigures, sized } from "./suite/asked.ts";
import type { Limit, Measurement } from "./suite/figure.ts";
import { cleanly } from "./suite/interrupt.ts";
import { median } from "./figures.ts";
import { pathOf } from "./traffic/visits.ts";

const history = sized({ orders: 100_000, daySize: 1_000, fullDays: 30 }, {
  smoke: { orders: 2_000, daySize: 20, fullDays: 30 },
});
const connections = 16;
const [rounds, seconds] = sized([2, 1], { smoke: [1, 1], large: [5, 2] });
// The first round warms up; where nothing is measured, there is none.
const firstRound = sized(0, { smoke: 1 });

interface Instance {
  readonly address: string;
  readonly pid: number;
}

type Asked = Pick<Load, "url" | "paths">;

/** What is asked of an instance; each round asks for others of what nobody asked before. */
type Ask = (instance: Instance, turn: number) => Asked;

async function main(): Promise<void> {
  await withServer(async (server) => {
    const url = await server.newDatabase("scale");
    await makeHistory(url, history);
    const first = await startProcesses(url);
    await cleanly(async () => {
      const port = freePort();
      const second = startWeb({ ...first.environment, PORT: String(port) });
      await cleanly(async () => {
        const address = `http://127.0.0.1:${port}`;
        await untilFirstBuilt(address);
        await measureAll([first, { address, pid: second.pid }]);
      }, second.stop);
    }, first.stop);
  });
}

async function measureAll(instances: readonly Instance[]): Promise<void> {
  const paths = unasked(2 * rounds + 1);
  const share = paths.length / (2 * rounds + 2) / 2;
  const kinds: Readonly<Record<string, Ask>> = {
    "kept answers": ({ address }) => ({ url: address + pathOf("overview_card", { period: "MONTH" }) }),
    "the overview as a page": ({ address }) => ({ url: `${address}/?period=month` }),
    "never asked before": ({ address }, turn) => ({
      url: address,
      paths: paths.slice(turn * share, (turn + 1) * share),
    }),
  };
  for (const [kind, ask] of Object.entries(kinds)) await measureKind(kind, ask, instances);
}

async function measureKind(kind: string, ask: Ask, instances: readonly Instance[]): Promise<void> {
  const counts = [1, instances.length];
  const measured = counts.map(() => [] as (readonly Loaded[])[]);
  let turn = 0;
  for (let round = firstRound; round <= rounds; round++) {
    for (const [index, count] of counts.entries()) {
      // The same connections in all, and the same time.
      const loaded = await Promise.all(
        instances.slice(0, count).map((instance) =>
          load({
            ...ask(instance, turn++),
            pid: instance.pid,
            connections: connections / count,
            seconds: round === 0 ? 1 : seconds,
          })
        ),
      );
      if (round > 0) measured[index]?.push(loaded);
    }
  }
  sayKind(kind, measured);
}

/** Of one process; a page may take 5 ms of a core. */
const budgets: Readonly<Record<string, Limit>> = {
  "kept answers, in all": { atLeast: 1_000 },
  "the overview as a page, by second of a core": { atLeast: 200 },
  "never asked before, by second of a core": { atLeast: 4_000 },
};

function sayKind(kind: string, measured: readonly (readonly (readonly Loaded[])[])[]): void {
  const total = (loaded: readonly Loaded[]) => loaded.reduce((sum, one) => sum + one.perSecond, 0);
  const byCore = (loaded: readonly Loaded[]) =>
    total(loaded) / loaded.reduce((sum, one) => sum + one.perSecond * one.cpu / 1e6, 0);
  for (const [what, of] of [["in all", total], ["by second of a core", byCore]] as const) {
    const group = `${kind}, ${what}`;
    // Of a second in which a busy machine answered nothing, nothing is known.
    const [one = [], two = []] = measured.map((rounds) => rounds.map(of).filter((value) => value > 0));
    if (one.length === 0 || two.length === 0) continue;
    const to = "one process";
    const ratio = { to, value: median(two) / median(one) };
    const budget = budgets[group];
    const figures: Measurement[] = [
      { group, name: to, unit: "/s", values: one, budget },
      { group, name: "two processes", unit: "/s", values: two, ratio },
    ];
    sayFigures(group, figures);
  }
  const slow = measured[0]?.map(([one]) => one?.p99 ?? NaN).filter(Number.isFinite) ?? [];
  if (slow.length > 0) report({ group: "p99 of one process", name: kind, unit: "ms", values: slow });
}

await main();
