/**
 * `deno run -A bench/growth.ts [--large] [--large-day]`: what keeping the aggregates costs, against how long the history
 * is. Three years of 100 thousand, a million and, with --large, ten million orders are made inside Postgres; then the
 * first build, drains of a thousand changed orders, the sizes, unique customers of a year, and the materialized views of
 * the product brief are measured side by side. Draws bench/results/growth.svg.
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { orExit, printHelp } from "../src/base/command.ts";
import { say, tell } from "../src/cli/say.ts";
import { duration, head, median, row, spread, whole } from "./figures.ts";
import { drawChart, type Series } from "./growth/chart.ts";
import { countCustomers } from "./growth/customers.ts";
import { grow, type Grown } from "./growth/grown.ts";
import { measureRefresh, type Refreshed } from "./growth/refresh.ts";
import type { Shape } from "./growth/shape.ts";
import { withServer } from "./server.ts";
import { ownArgs, report, sized } from "./suite/asked.ts";

const usual = [100_000, 1_000_000].map((orders): Shape => ({ orders, daySize: 10_000, fullDays: 7 }));
const histories: readonly Shape[] = sized(usual, {
  smoke: [1_000, 2_000].map((orders) => ({ orders, daySize: 100, fullDays: 7 })),
  large: [...usual, { orders: 10_000_000, daySize: 10_000, fullDays: 7 }],
});
// Not a longer history, but a larger day.
const largeDay: Shape = { orders: 1_100_000, daySize: 1_000_000, fullDays: 1 };
const drains = sized(3, { smoke: 1, large: 5 });
// The first round warms up; where nothing is measured, there is none.
const firstOfRounds = sized(0, { smoke: 1 });
// A quarter of the memory for Postgres, as a server has it that holds this much.
const quarter = Math.floor(Deno.systemMemoryInfo().total / 4 / 1_048_576);
const settings = { shared_buffers: `${quarter}MB`, effective_cache_size: `${2 * quarter}MB` };
const chartPath = fileURLToPath(new URL("results/growth.svg", import.meta.url));

const help = `Measures what keeping the aggregates costs, against how long the history is.

Usage: deno run -A bench/growth.ts [--large] [--large-day]

  --large      up to ten million orders instead of one: some 30 minutes and 20 GB of disk
  --large-day  a history whose last day has a million orders as well: some 10 minutes more
`;

interface Measured {
  readonly grown: Grown;
  readonly ofToday: Drains;
  /** Of all full days; empty where today is the only one. */
  readonly ofWeek: Drains;
}

interface Drains {
  /** Milliseconds each. */
  readonly ms: number[];
  readonly taken: number[];
}

async function main(shapes: readonly Shape[]): Promise<void> {
  await withServer(async (server) => {
    const measured: Measured[] = [];
    for (const shape of shapes) {
      const url = await server.newDatabase(`orders_${shape.orders}`);
      const grown = await grow(url, shape);
      measured.push({ grown, ofToday: { ms: [], taken: [] }, ofWeek: { ms: [], taken: [] } });
      tell(
        `${whole(shape.orders)} orders: made in ${duration(grown.fillMs)}, built in ${
          duration(grown.buildMs)
        }`,
      );
    }
    await drainInTurns(measured.map(({ grown, ofToday }) => ({ grown, drained: ofToday, days: 1 })), 0);
    const ofWeeks = measured.filter(({ grown }) => grown.shape.fullDays > 1)
      .map(({ grown, ofWeek }) => ({ grown, drained: ofWeek, days: grown.shape.fullDays }));
    await drainInTurns(ofWeeks, drains + 1);
    sayDrains(measured);
    await sayHistories(measured.filter(({ grown }) => grown.shape !== largeDay));
    for (const { grown } of measured) await grown.close();
  }, settings);
}

interface Drained {
  readonly grown: Grown;
  readonly drained: Drains;
  readonly days: number;
}

// In turns, so that a machine that is busy for a while is so for all of them.
async function drainInTurns(histories: readonly Drained[], firstRound: number): Promise<void> {
  for (let round = firstOfRounds; round <= drains; round++) {
    for (const { grown, drained, days } of histories) {
      await grown.change(firstRound + round, days);
      const { ms, taken } = await grown.drain();
      const what = `${whole(grown.shape.orders)} orders, round ${round}, ${days} days`;
      tell(`${what}: ${whole(taken)} rows in ${duration(ms)}`);
      if (round === 0) continue;
      drained.ms.push(ms);
      drained.taken.push(taken);
    }
  }
}

function sayDrains(measured: readonly Measured[]): void {
  say(`### Drain of 1,000 changed orders: median of ${drains}, least and most\n`);
  const names = [
    "orders of history",
    "orders a day",
    "log rows",
    "all of today",
    "ratio",
    "of the last 7 days",
    "ratio",
  ];
  say(head(names));
  const [first] = measured;
  for (const { grown: { shape }, ofToday, ofWeek } of measured) {
    const cells = [ofToday, ofWeek].map(({ ms }) => spread(ms));
    reportDrains(shape, "all of today", ofToday, first?.ofToday);
    if (shape.fullDays > 1) reportDrains(shape, "of the last 7 days", ofWeek, first?.ofWeek);
    const ratios = [ofToday.ms, ofWeek.ms].map((ms, index) =>
      (median(ms) / median([first?.ofToday.ms, first?.ofWeek.ms][index] ?? [])).toFixed(2)
    );
    say(row([
      whole(shape.orders),
      whole(shape.daySize),
      whole(median(ofToday.taken)),
      cells[0] ?? "",
      ratios[0] ?? "",
      shape.fullDays > 1 ? cells[1] ?? "" : "",
      shape.fullDays > 1 ? ratios[1] ?? "" : "",
    ]));
  }
}

// At ten million orders; and 1.5 times what the shortest history takes.
const [mostMs, mostTimes] = [300, 1.5];

function reportDrains(
  { orders, daySize }: Shape,
  which: string,
  { ms }: Drains,
  first: Drains | undefined,
): void {
  const name = `${whole(orders)} orders, ${whole(daySize)} a day`;
  const isBudgeted = daySize !== largeDay.daySize && which === "all of today";
  const to = "the first one";
  const value = median(ms) / median(first?.ms ?? []);
  const ratio = { to, value, budget: isBudgeted ? { atMost: mostTimes } : undefined };
  const budget = isBudgeted ? { atMost: mostMs } : undefined;
  report({ group: `a drain of 1,000 changed orders ${which}`, name, unit: "ms", values: ms, ratio, budget });
}

async function sayHistories(measured: readonly Measured[]): Promise<void> {
  const names = ["orders", "made in", "first build", "base", "aggregates", "share"];
  say(`\n### First build and sizes\n\n${head(names)}`);
  for (const { grown: { shape, fillMs, buildMs, sizes } } of measured) {
    const { base, aggregates } = await sizes();
    const name = `${whole(shape.orders)} orders`;
    const built = { group: "first build", name, unit: "s", values: [buildMs / 1000] } as const;
    report({ ...built, budget: { atMost: 120 } });
    report({ group: "base tables", name, unit: "MB", values: [base / 1e6] });
    const ratio = { to: "the base tables", value: aggregates / base };
    report({ group: "aggregates", name, unit: "MB", values: [aggregates / 1e6], ratio });
    const share = `${(100 * aggregates / base).toFixed(1)} %`;
    const cells = [duration(fillMs), duration(buildMs), megabytes(base), megabytes(aggregates), share];
    say(row([whole(shape.orders), ...cells]));
  }
  say(`\n### Unique customers of twelve months\n`);
  say(head(["orders", "customers", "from sets", "from links", "counted", "all three"]));
  for (const { grown: { shape, url } } of measured) {
    const { customers, bySets, byDays, direct } = await countCustomers(url);
    const ways = { "from sets": bySets, "from links": byDays, "counted": direct };
    for (const [name, ms] of Object.entries(ways)) {
      report({ group: `unique customers, ${whole(shape.orders)} orders`, name, unit: "ms", values: [ms] });
    }
    const times = [bySets, byDays, direct].map((ms) => duration(ms));
    say(row([whole(shape.orders), whole(customers), ...times, "equal"]));
  }
  await sayRefresh(measured);
}

async function sayRefresh(measured: readonly Measured[]): Promise<void> {
  say(`\n### The brief's three views, refreshed from the raw tables\n`);
  say(head(["orders", "drain of 1,000 changed orders", "REFRESH", "REFRESH CONCURRENTLY"]));
  const [drain, plain, concurrently] = [
    { name: "drain of 1,000 changed orders", colour: "#0f766e", points: [] as Point[] },
    { name: "REFRESH, readers wait", colour: "#b45309", points: [] as Point[] },
    { name: "REFRESH CONCURRENTLY", colour: "#9f1239", points: [] as Point[] },
  ] as const;
  for (const { grown: { shape, url }, ofToday } of measured) {
    const refreshed = await measureRefresh(url, shape.orders > 100_000 ? 1 : sized(3, { smoke: 1 }));
    reportRefresh(shape, refreshed, median(ofToday.ms));
    const costs = [median(ofToday.ms), median(refreshed.plain), median(refreshed.concurrently)] as const;
    say(row([whole(shape.orders), ...costs.map((ms) => duration(ms))]));
    [drain, plain, concurrently].forEach(({ points }, index) =>
      points.push({ x: shape.orders, y: costs[index] ?? NaN })
    );
  }
  await writeChart([concurrently, plain, drain]);
}

function reportRefresh(shape: Shape, { plain, concurrently }: Refreshed, drainMs: number): void {
  const [group, to] = [`the brief's three views, ${whole(shape.orders)} orders`, "a drain of 1,000 changes"];
  report({ group, name: to, unit: "ms", values: [drainMs] });
  const ways = { "REFRESH": plain, "REFRESH CONCURRENTLY": concurrently };
  for (const [name, values] of Object.entries(ways)) {
    report({ group, name, unit: "ms", values, ratio: { to, value: median(values) / drainMs } });
  }
}

type Point = Series["points"][number];

async function writeChart(series: readonly Series[]): Promise<void> {
  if (sized(false, { smoke: true })) return;
  await Deno.mkdir(new URL("results/", import.meta.url), { recursive: true });
  const title = "Cost follows change, not history";
  await Deno.writeTextFile(
    chartPath,
    drawChart(series, { title, x: "orders of history", y: "time to bring the numbers up to date" }),
  );
  tell("The chart is in bench/results/growth.svg");
}

function megabytes(bytes: number): string {
  return `${whole(bytes / 1e6)} MB`;
}

const { values } = await orExit(() =>
  parseArgs({
    args: [...ownArgs],
    options: {
      help: { type: "boolean", short: "h" },
      "large-day": { type: "boolean" },
    },
  })
);
if (values.help) printHelp(help);
await main([
  ...histories,
  ...(values["large-day"] ? [largeDay] : []),
]);
