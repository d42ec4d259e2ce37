/**
 * `deno run -A bench/peers.ts`: the same question asked of other servers over the same database: answers they have in their
 * cache, and answers that they ask the database for. In turns, in one run. Installs the peers; needs wrk, Node and npm.
 */
import { say } from "../src/cli/say.ts";
import { openSession } from "../src/db/session.ts";
import { parseStatement } from "../src/db/statements.ts";
import { median } from "./figures.ts";
import { type Peer, startFloor, startNodePeer, startYoga } from "./floor/peers.ts";
import { ask, kept, post, question, unasked } from "./floor/question.ts";
import { makeHistory, runFile } from "./growth/history.ts";
import { now, timeZone } from "./growth/shape.ts";
import { type Load, load, type Loaded } from "./load.ts";
import { residentMemory, startProcesses } from "./processes.ts";
import { withServer } from "./server.ts";
import { sayFigures, sized } from "./suite/asked.ts";
import type { Limit, Measurement } from "./suite/figure.ts";
import { cleanly, inScratch } from "./suite/interrupt.ts";

const history = sized({ orders: 100_000, daySize: 100, fullDays: 30 }, {
  smoke: { orders: 2_000, daySize: 20, fullDays: 30 },
});
const connections = 64;
// Laneway turns away who would wait for a second: fewer, so that a machine that answers few is measured too.
const askers = 16;
const [rounds, seconds] = sized([2, 1], { smoke: [1, 1], large: [5, 2] });
// The first round warms up; where nothing is measured, there is none.
const firstRound = sized(0, { smoke: 1 });

type Subject = Omit<Load, "connections" | "seconds">;
type Subjects = Readonly<Record<string, Subject>>;
type Measured = ReadonlyMap<string, readonly Loaded[]>;

async function main(): Promise<void> {
  await withServer(async (server) => {
    const url = await server.newDatabase("peers");
    await makeHistory(url, history);
    await prepare(url);
    const laneway = await startProcesses(url);
    const running: { stop(): Promise<void> }[] = [laneway];
    const started = async (peer: Promise<Peer>) => {
      running.push(await peer);
      return await peer;
    };
    await cleanly(async () => {
      const own = { url: `${laneway.address}/graphql`, pid: laneway.pid };
      const file = await answerOf(own.url);
      const [bare, hono, sql] = [
        await started(startFloor("bare", file)),
        await started(startFloor("hono", file)),
        await started(startFloor("sql", url)),
      ];
      const yoga = await started(startYoga(laneway.environment));
      const mercurius = await started(startNodePeer("mercurius", url));
      const apollo = await started(startNodePeer("apollo", url));
      const postgraphile = await started(startNodePeer("postgraphile", url));
      const uncached = {
        mercurius: await started(startNodePeer("mercurius", url, "uncached")),
        apollo: await started(startNodePeer("apollo", url, "uncached")),
      };
      const everyone = { own, yoga, mercurius, apollo };
      await mustAgree({ ...everyone, postgraphile });
      await mustAgree({ own, ...uncached });
      const cached = await measure({
        "bare Deno.serve, GET": bare,
        "bare Hono, GET": hono,
        "Laneway, GET by document id": { ...own, url: kept(own.url) },
        "bare Deno.serve, POST": { ...bare, ...post() },
        "bare Hono, POST": { ...hono, ...post() },
        "Laneway, POST": { ...own, ...post() },
        "yoga with response cache, POST": { ...yoga, ...post() },
        "Mercurius with JIT and cache, POST": { ...mercurius, ...post() },
        "Apollo Server with response cache, POST": { ...apollo, ...post() },
      }, connections);
      const asked = await measure({
        "Laneway, never asked before": { ...own, paths: unasked(rounds) },
        "plain SQL over a view, no GraphQL": { ...sql, ...post() },
        "Mercurius with JIT, its cache off, over the same view": { ...uncached.mercurius, ...post() },
        "Apollo Server, its cache off, over the same view": { ...uncached.apollo, ...post() },
        "PostGraphile over the same view": { ...postgraphile, ...post("String") },
      }, askers);
      sayCached(cached);
      sayAsked(asked);
      await sayMemory({ bare, hono, ...everyone, postgraphile });
    }, async () => void await Promise.all(running.map((each) => each.stop())));
  });
}

/** What the brief does in place of aggregates, and the shop's day and zone. */
async function prepare(url: string): Promise<void> {
  const session = openSession({ url, name: "bench" });
  try {
    const zone = `alter database ${new URL(url).pathname.slice(1)} set timezone to '${timeZone}'`;
    await session.run(parseStatement("zone", zone));
    await runFile(url, "brief_views");
    await runFile(url, "../peers/overview");
    await session.run(
      parseStatement("shop", "insert into peers.shop values (:now::text::timestamptz, :zone)"),
      { now: now.toString(), zone: timeZone },
    );
  } finally {
    await session.close();
  }
}

/** @returns a file with the bytes that Laneway answers */
async function answerOf(url: string): Promise<string> {
  const response = await fetch(url, post());
  const file = `${scratch}/answer.json`;
  await Deno.writeFile(file, await response.bytes());
  return file;
}

/** @throws where the revenue of one is not that of the others: it would not have the same data, or not the same question */
async function mustAgree(
  { own, ...peers }: Readonly<Record<string, { readonly url: string }>>,
): Promise<void> {
  const revenue = await ask(own?.url ?? "");
  for (const [name, { url }] of Object.entries(peers)) {
    const theirs = await ask(url, name === "postgraphile" ? "String" : "Period");
    if (Math.abs(theirs - revenue) > 0.01) {
      throw new Error(`Cannot compare: ${name} answers a revenue of ${theirs}, Laneway ${revenue}`);
    }
  }
}

async function measure(subjects: Subjects, connections: number): Promise<Measured> {
  const measured = new Map<string, Loaded[]>();
  for (let round = firstRound; round <= rounds; round++) {
    for (const [name, { paths, ...subject }] of Object.entries(subjects)) {
      const share = (paths?.length ?? 0) / (rounds + 1);
      const own = paths ? { paths: paths.slice(round * share, (round + 1) * share) } : {};
      const loaded = await load({ ...subject, ...own, connections, seconds: round === 0 ? 1 : seconds });
      if (round > 0) measured.set(name, [...measured.get(name) ?? [], loaded]);
    }
  }
  return measured;
}

const floor = "bare Hono, GET";

function perSecond(measured: Measured, name: string): number {
  return median((measured.get(name) ?? []).map((loaded) => loaded.perSecond));
}

function figuresOf(group: string, measured: Measured, to: string): readonly Measurement[] {
  return [...measured].map(([name, loaded]) => ({
    group,
    name,
    unit: "/s",
    values: loaded.map((one) => one.perSecond),
    ratio: { to, value: perSecond(measured, name) / perSecond(measured, to) },
  }));
}

/** What each takes of a core depends less on who else needs the cores than how many it answers. */
function sayCores(measured: Measured, to: string): void {
  const group = "of a core, by request";
  const of = (name: string) => (measured.get(name) ?? []).map(({ cpu }) => cpu).filter(Number.isFinite);
  const known = [...measured.keys()].filter((name) => of(name).length > 0 && of(to).length > 0);
  sayFigures(
    group,
    known.map((name) => {
      const ratio = { to, value: median(of(name)) / median(of(to)) };
      return { group, name, unit: "µs", values: of(name), ratio };
    }),
  );
}

const budgets: readonly (readonly [string, Limit | undefined])[] = [
  ["yoga with response cache, POST", { atLeast: 10 }],
  ["Mercurius with JIT and cache, POST", { atLeast: 3 }],
  ["Apollo Server with response cache, POST", undefined],
];

function sayCached(measured: Measured): void {
  sayFigures("kept answers", figuresOf("kept answers", measured, floor));
  sayCores(measured, floor);
  for (const own of ["Laneway, POST", "Laneway, GET by document id"]) {
    const group = `${own}, beside peers`;
    const values = (measured.get(own) ?? []).map((loaded) => loaded.perSecond);
    sayFigures(
      group,
      budgets.map(([to, budget]) => {
        const value = perSecond(measured, own) / perSecond(measured, to);
        return { group, name: `beside ${to}`, unit: "/s", values, ratio: { to, value, budget } };
      }),
    );
  }
}

function sayAsked(measured: Measured): void {
  const group = "asked of the database";
  sayFigures(group, figuresOf(group, measured, "plain SQL over a view, no GraphQL"));
  const slow = `${group}, p99`;
  const values = (loaded: readonly Loaded[]) => loaded.map(({ p99 }) => p99);
  sayFigures(
    slow,
    [...measured].map(([name, loaded]) => ({ group: slow, name, unit: "ms", values: values(loaded) })),
  );
}

async function sayMemory(peers: Readonly<Record<string, { readonly pid: number }>>): Promise<void> {
  const group = "memory after that";
  const figures: Measurement[] = [];
  for (const [name, { pid }] of Object.entries(peers)) {
    figures.push({
      group,
      name: name === "own" ? "Laneway" : name,
      unit: "MB",
      values: [await residentMemory(pid)],
    });
  }
  sayFigures(group, figures);
}

let scratch = "";
await inScratch(async (directory) => {
  scratch = directory;
  say(`The question: ${question.replaceAll(/\s+/g, " ")}\n`);
  await main();
});
