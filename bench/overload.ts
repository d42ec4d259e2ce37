/**
 * `deno run -A bench/overload.ts`: twice as many questions as can be answered, none of which anybody asked before, and beside them
 * one that is kept: how many are answered, and how soon the others are turned away.
 */
import { say } from "../src/cli/say.ts";
import { beats, realTimer } from "../src/seeder/pace.ts";
import { duration, head, percentile, row, whole } from "./figures.ts";
import { makeHistory } from "./growth/history.ts";
import { today } from "./growth/shape.ts";
import { startProcesses } from "./processes.ts";
import { withServer } from "./server.ts";
import { type Asker, openAsker } from "./overload/asker.ts";
import { report, sized } from "./suite/asked.ts";
import type { Limit } from "./suite/figure.ts";
import { pathOf } from "./traffic/visits.ts";

const history = sized({ orders: 100_000, daySize: 1_000, fullDays: 30 }, {
  smoke: { orders: 2_000, daySize: 20, fullDays: 30 },
});
// The server has two cores, which the processes share: more connections would only share out their time.
const settings = { POOL_SIZE: "4", POOL_OVERFLOW: "0", DIRECT_POOL_SIZE: "2" };
// As many as are let in with these: nobody is turned away yet.
const [atOnce, seconds, keptPerSecond, rounds] = sized([16, 4, 50, 2], {
  smoke: [16, 1, 50, 1],
  large: [16, 8, 50, 3],
});

type Outcome = "answered" | "turned away" | "failed";

interface Told {
  readonly outcome: Outcome;
  readonly ms: number;
}

let asked = 0;

const [starts, lengths] = [700, 120];
/** Has no divisor with the number of ranges: each comes once, short and long ones side by side. */
const step = 37_861;

/** @returns what nobody asked before: another range each time */
function newQuestion(): string {
  if (asked === starts * lengths) throw new Error("Cannot measure: all that can be asked was asked");
  const number = asked++ * step % (starts * lengths);
  const start = today.subtract({ days: 150 + number % starts });
  const [startDate, endDate] = [start, start.add({ days: 1 + Math.floor(number / starts) })]
    .map((day) => `${day}T00:00:00Z`);
  const variables = { period: "CUSTOM", metric: "REVENUE", dateRange: { startDate, endDate } };
  return pathOf("overview_card", variables);
}

async function ask(asker: Asker, path: string): Promise<Told> {
  const started = performance.now();
  const answer = await asker.ask(path).catch(() => undefined);
  const ms = performance.now() - started;
  if (answer?.status === 503 && answer.headers.includes("\nretry-after:")) {
    return { outcome: "turned away", ms };
  }
  const isAnswered = answer?.status === 200 && !answer.body.includes('"errors":');
  return { outcome: isAnswered ? "answered" : "failed", ms };
}

/** As many at once as are answered soonest. @returns answers a second */
async function capacity(asker: Asker): Promise<number> {
  const stop = performance.now() + seconds * 1000;
  let answered = 0;
  const askOn = async () => {
    while (performance.now() < stop) {
      if ((await ask(asker, newQuestion())).outcome === "answered") answered++;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, askOn));
  return answered / seconds;
}

/** Asks so often, whether or not those before were answered. */
async function askEvery(perSecond: number, next: () => Promise<Told>): Promise<readonly Told[]> {
  const pending: Promise<Told>[] = [];
  for await (const _ of beats(perSecond, AbortSignal.timeout(seconds * 1000), realTimer)) {
    pending.push(next());
  }
  return await Promise.all(pending);
}

async function main(): Promise<void> {
  await withServer(async (server) => {
    const url = await server.newDatabase("overload");
    await makeHistory(url, history);
    const { address, stop } = await startProcesses(url, settings);
    const asker = openAsker(address);
    try {
      const kept = pathOf("overview_card", { period: "MONTH", metric: "REVENUE" });
      await ask(asker, kept);
      await capacity(asker);
      say(
        head([
          "",
          "a second",
          "answered",
          "turned away",
          "failed",
          "answered p50",
          "p99",
          "turned away p50",
          "p99",
        ]),
      );
      for (let round = 0; round < rounds; round++) {
        const most = await capacity(asker);
        say(row([`capacity, ${atOnce} at once`, whole(most), whole(most), 0, "", "", "", "", ""]));
        const [told, keptTold] = await Promise.all([
          askEvery(2 * most, () => ask(asker, newQuestion())),
          askEvery(keptPerSecond, () => ask(asker, kept)),
        ]);
        note("answered, of the capacity", share(told, "answered") * told.length / (most * seconds) * 100);
        note("failed", share(told, "failed") * 100);
        note("turned away, p99", latency(told, "turned away", 0.99));
        note("kept beside, p99", latency(keptTold, "answered", 0.99));
        print("twice as many", told, most);
        print("what is kept, beside them", keptTold, keptPerSecond);
      }
      reportRounds();
    } finally {
      asker.close();
      await stop();
    }
  });
}

const noted = new Map<string, number[]>();

function note(name: string, value: number): void {
  if (Number.isFinite(value)) noted.set(name, [...noted.get(name) ?? [], value]);
}

function reportRounds(): void {
  const budgets: Readonly<Record<string, Limit>> = {
    "answered, of the capacity": { atLeast: 90 },
    "failed": { atMost: 5 },
    "turned away, p99": { atMost: 10 },
  };
  for (const [name, values] of noted) {
    const unit = name.endsWith("p99") ? "ms" : "%";
    report({ group: "at twice the capacity", name, unit, values, budget: budgets[name] });
  }
}

function share(told: readonly Told[], outcome: Outcome): number {
  return told.filter((one) => one.outcome === outcome).length / told.length;
}

function latency(told: readonly Told[], outcome: Outcome, share: number): number {
  return percentile(told.filter((one) => one.outcome === outcome).map(({ ms }) => ms), share);
}

function print(name: string, told: readonly Told[], expected: number): void {
  const of = (outcome: Outcome) => told.filter((one) => one.outcome === outcome);
  const time = (outcome: Outcome, share: number) => {
    const times = of(outcome).map(({ ms }) => ms);
    return times.length === 0 ? "" : duration(percentile(times, share));
  };
  const perSecond = (outcome: Outcome) => of(outcome).length / seconds;
  say(row([
    name,
    whole(told.length / seconds),
    `${whole(perSecond("answered"))} (${(perSecond("answered") / expected * 100).toFixed(0)} %)`,
    whole(perSecond("turned away")),
    `${(of("failed").length / told.length * 100).toFixed(2)} %`,
    time("answered", 0.5),
    time("answered", 0.99),
    time("turned away", 0.5),
    time("turned away", 0.99),
  ]));
}

await main();
