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
import { pathOf } from "./traffic/visits.ts";

const history = { orders: 100_000, daySize: 1_000, fullDays: 30 };
// The server has two cores, which the processes share: more connections would only share out their time.
const settings = { POOL_SIZE: "4", DIRECT_POOL_SIZE: "2" };
// As many as are let in with these: nobody is turned away yet.
const [atOnce, seconds, keptPerSecond, rounds] = [16, 8, 50, 3];

type Outcome = "answered" | "turned away" | "failed";

interface Told {
  readonly outcome: Outcome;
  readonly ms: number;
}

let asked = 0;

/** @returns what nobody asked before: another range each time, over 21,000 times */
function newQuestion(): string {
  const number = asked++;
  const start = today.subtract({ days: 30 + number % 700 });
  const [startDate, endDate] = [start, start.add({ days: 1 + Math.floor(number / 700) % 30 })]
    .map((day) => `${day}T00:00:00Z`);
  const variables = { period: "CUSTOM", metric: "REVENUE", dateRange: { startDate, endDate } };
  return pathOf("overview_card", variables);
}

async function ask(address: string, path: string): Promise<Told> {
  const started = performance.now();
  const response = await fetch(address + path).catch(() => undefined);
  const errors = await response?.json().then((result) => result.errors, () => true) ?? response === undefined;
  const ms = performance.now() - started;
  if (response?.status === 503 && response.headers.has("retry-after")) return { outcome: "turned away", ms };
  return { outcome: response?.status === 200 && !errors ? "answered" : "failed", ms };
}

/** As many at once as are answered soonest. @returns answers a second */
async function capacity(address: string): Promise<number> {
  const stop = performance.now() + seconds * 1000;
  let answered = 0;
  const asker = async () => {
    while (performance.now() < stop) {
      if ((await ask(address, newQuestion())).outcome === "answered") answered++;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, asker));
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
    try {
      const kept = pathOf("overview_card", { period: "MONTH", metric: "REVENUE" });
      await ask(address, kept);
      await capacity(address);
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
        const most = await capacity(address);
        say(row([`capacity, ${atOnce} at once`, whole(most), whole(most), 0, "", "", "", "", ""]));
        const [told, keptTold] = await Promise.all([
          askEvery(2 * most, () => ask(address, newQuestion())),
          askEvery(keptPerSecond, () => ask(address, kept)),
        ]);
        print("twice as many", told, most);
        print("what is kept, beside them", keptTold, keptPerSecond);
      }
    } finally {
      await stop();
    }
  });
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
