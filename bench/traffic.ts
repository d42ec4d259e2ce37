/**
 * `deno run -A bench/traffic.ts`: a dashboard's visitors while orders are written: how many are answered from what is kept, how fast, and
 * how old the answers are.
 */
import { say } from "../src/cli/say.ts";
import { openSession } from "../src/db/session.ts";
import { beats, realTimer } from "../src/seeder/pace.ts";
import { Random } from "../src/seeder/random.ts";
import { duration, head, percentile, row, whole } from "./figures.ts";
import { makeHistory } from "./growth/history.ts";
import { now } from "./growth/shape.ts";
import { startProcesses } from "./processes.ts";
import { withServer } from "./server.ts";
import { openShop } from "./questions/asking.ts";
import { report, sized } from "./suite/asked.ts";
import { nextToChart, nextVisit, type Visit } from "./traffic/visits.ts";
import { orderWriter, readMarket } from "./triggers/orders.ts";

const history = sized({ orders: 100_000, daySize: 1_000, fullDays: 30 }, {
  smoke: { orders: 2_000, daySize: 20, fullDays: 30 },
});
const [ordersPerSecond, visitsPerSecond, seconds] = sized([200, 50, 12], {
  smoke: [50, 10, 1],
  large: [200, 50, 30],
});

interface Answered {
  readonly kind: Visit["kind"];
  readonly from: string;
  readonly ms: number;
  /** Milliseconds since the moment that it is as of. */
  readonly age: number;
}

async function main(): Promise<void> {
  await withServer(async (server) => {
    const filled = await server.newDatabase("filled");
    await makeHistory(filled, history);
    await prepare(filled);
    for (const next of [nextToChart, nextVisit]) {
      // Else the orders that one wrote, all within the last hour, would slow the other down.
      await measure(await server.copyDatabase("filled", next.name.toLowerCase()), next);
    }
  });
}

/** Builds the aggregates, which happens once in a shop's life and would leave work to do beside the first visits. */
async function prepare(url: string): Promise<void> {
  const processes = await startProcesses(url);
  await processes.stop();
  await using shop = openShop(url);
  await shop.fillViews();
}

async function measure(url: string, next: (random: Random) => Visit): Promise<void> {
  const processes = await startProcesses(url);
  const session = openSession({ url, name: "bench" });
  try {
    const market = await readMarket(session);
    const write = orderWriter(session, market, new Random(1, "traffic"), {
      writing: "one statement",
      before: now,
    });
    const stop = AbortSignal.timeout(seconds * 1000);
    let written = 0;
    const writing = (async () => {
      for await (const _ of beats(ordersPerSecond, stop, realTimer)) {
        await write();
        written++;
      }
    })();
    const answered = await visit(processes.address, stop, next);
    await writing;
    print(answered, written);
    say("");
  } finally {
    await Promise.all([session.close(), processes.stop()]);
  }
}

/** Visitors come whether or not those before them were answered. */
async function visit(
  address: string,
  stop: AbortSignal,
  next: (random: Random) => Visit,
): Promise<readonly Answered[]> {
  const random = new Random(2, "visits");
  const pending: Promise<Answered>[] = [];
  for await (const _ of beats(visitsPerSecond, stop, realTimer)) {
    pending.push(ask(address, next(random)));
  }
  return await Promise.all(pending);
}

async function ask(address: string, { kind, path }: Visit): Promise<Answered> {
  const started = performance.now();
  const response = await fetch(address + path, { headers: { "accept-encoding": "br" } });
  const { errors, extensions } = await response.json();
  const ms = performance.now() - started;
  if (errors) return { kind, from: "error", ms, age: NaN };
  const moments = Object.values<{ readonly asOf: string }>(extensions.answers).map(({ asOf }) =>
    Date.parse(asOf)
  );
  const from = /cache;desc=(\w+)/.exec(response.headers.get("server-timing") ?? "")?.[1] ?? "";
  return { kind, from, ms, age: Date.now() - Math.min(...moments) };
}

function print(answered: readonly Answered[], written: number): void {
  say(`${whole(answered.length)} visits in ${seconds} s, while ${whole(written)} orders were written.\n`);
  say(head(["", "visits", "from the cache", "errors", "p50", "p99", "age p50", "age p99"]));
  const named = [...new Set(answered.map(({ kind }) => kind))];
  const kinds = named.length > 1 ? [...named, undefined] : named;
  for (const kind of kinds) {
    const of = answered.filter((one) => kind === undefined || one.kind === kind);
    const kept = of.filter(({ from }) => from === "memory" || from === "shared");
    const failed = of.filter(({ from }) => from === "error").length;
    reportKind(named.length > 1 ? "the dashboard" : "one chart", kind ?? "all", of, kept.length / of.length);
    const shown = (part: "ms" | "age", share: number) =>
      duration(percentile(of.map((one) => one[part]), share));
    const hits = `${(kept.length / of.length * 100).toFixed(1)} %`;
    say(
      row([
        kind ?? "all",
        whole(of.length),
        hits,
        failed,
        shown("ms", 0.5),
        shown("ms", 0.99),
        shown("age", 0.5),
        shown("age", 0.99),
      ]),
    );
  }
}

function reportKind(page: string, name: string, of: readonly Answered[], hitRate: number): void {
  const budget = name === "own range" ? undefined : { atLeast: 80 };
  report({ group: `${page}: from the cache`, name, unit: "%", values: [hitRate * 100], budget });
  const failed = of.filter(({ from }) => from === "error").length / of.length;
  report({
    group: `${page}: served`,
    name,
    unit: "%",
    values: [100 - failed * 100],
    budget: { atLeast: 99 },
  });
  const ms = of.map((one) => one.ms);
  report({ group: `${page}: answered within`, name, unit: "ms", values: ms });
  const p95 = [percentile(ms, 0.95)];
  report({ group: `${page}: answered within, p95`, name, unit: "ms", values: p95, budget: { atMost: 200 } });
  // Where all of them failed, nothing has an age.
  const ages = of.map(({ age }) => age).filter(Number.isFinite);
  if (ages.length > 0) report({ group: `${page}: age`, name, unit: "ms", values: ages });
}

await main();
