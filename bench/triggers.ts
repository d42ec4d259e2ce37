/**
 * `deno run -A bench/triggers.ts`: what the triggers that log what is touched add to a write. Single orders of two or
 * three lines, each in a transaction of its own, and a bulk COPY: in turns into a database with the triggers and into
 * its copy without them.
 */
import { say } from "../src/cli/say.ts";
import { openSession, type Session } from "../src/db/session.ts";
import { Random } from "../src/seeder/random.ts";
import { duration, head, median, row, whole } from "./figures.ts";
import { makeHistory } from "./growth/history.ts";
import { now, today } from "./growth/shape.ts";
import { type BenchServer, withServer } from "./server.ts";
import { report, sized } from "./suite/asked.ts";
import { copyLoad, makeLoad } from "./triggers/copies.ts";
import { type Market, orderWriter, readMarket, type Writing } from "./triggers/orders.ts";
import { disableLog } from "./triggers/switch.ts";

const history = sized({ orders: 100_000, daySize: 1_000, fullDays: 30 }, {
  smoke: { orders: 2_000, daySize: 20, fullDays: 30 },
});
const orders = sized(1_000, { smoke: 10, large: 3_000 });
// The first orders of a connection are planned and cached.
const warmUp = sized(100, { smoke: 2 });
const connections = 4;
const [rounds, ordersARound] = sized([20, 40], { smoke: [2, 2] });
const [copies, copied] = sized([2, 20_000], { smoke: [1, 100], large: [3, 100_000] });

/** Connection strings. */
interface Databases {
  readonly off: string;
  readonly on: string;
}

/** Milliseconds of each write. */
interface Compared {
  readonly off: number[];
  readonly on: number[];
}

type Side = keyof Databases;

async function main(): Promise<void> {
  await withServer(async (server) => {
    const databases = await makeDatabases(server);
    say(head(["write", "connections", "without the log", "with it", "added", "budget"]));
    for (const writing of ["begin, order, lines, commit", "one statement"] as const) {
      sayCompared(`one order: ${writing}`, 1, await alternate(databases, writing), 0.25);
      sayCompared(`one order: ${writing}`, connections, await inRounds(databases, writing), 0.25);
    }
    sayCompared(`COPY of ${whole(copied)} orders with lines`, 1, await copyBoth(databases));
  });
}

async function makeDatabases(server: BenchServer): Promise<Databases> {
  const on = await server.newDatabase("logged");
  await makeHistory(on, history);
  const off = await server.copyDatabase("logged", "unlogged");
  await withSession(off, disableLog);
  return { off, on };
}

/** One connection: order by order, first the one, then the other, so that both have the same machine. */
async function alternate(databases: Databases, writing: Writing): Promise<Compared> {
  return await withSession(databases.off, (off) =>
    withSession(databases.on, async (on) => {
      const market = await readMarket(on);
      const writers = { off: writerOf(off, market, writing, 0), on: writerOf(on, market, writing, 0) };
      const took: Compared = { off: [], on: [] };
      for (let order = 0; order < warmUp + orders; order++) {
        for (const side of turn(order)) {
          const ms = await writers[side]();
          if (order >= warmUp) took[side].push(ms);
        }
      }
      return took;
    }));
}

/** Several connections: short rounds of the one and of the other. */
async function inRounds(databases: Databases, writing: Writing): Promise<Compared> {
  const took: Compared = { off: [], on: [] };
  const sessions: Session[] = [];
  const open = async (url: string) => {
    const market = await withSession(url, readMarket);
    return Array.from({ length: connections }, (_, index) => {
      const session = openSession({ url, name: "bench" });
      sessions.push(session);
      return writerOf(session, market, writing, index + 1);
    });
  };
  const writers = { off: await open(databases.off), on: await open(databases.on) };
  for (let round = 0; round < rounds; round++) {
    for (const side of turn(round)) {
      await Promise.all(writers[side].map(async (write) => {
        for (let order = 0; order < ordersARound; order++) {
          const ms = await write();
          if (round > 0) took[side].push(ms);
        }
      }));
    }
  }
  await Promise.all(sessions.map((session) => session.close()));
  return took;
}

async function copyBoth(databases: Databases): Promise<Compared> {
  const load = await makeLoad(databases.off, today, copied, history);
  const took: Compared = { off: [], on: [] };
  for (let round = 0; round < copies; round++) {
    for (const side of turn(round)) took[side].push(await copyLoad(databases[side], load));
  }
  return took;
}

function turn(round: number): readonly Side[] {
  return round % 2 === 0 ? ["off", "on"] : ["on", "off"];
}

function writerOf(session: Session, market: Market, writing: Writing, index: number): () => Promise<number> {
  return orderWriter(session, market, new Random(1, "orders", index), { writing, before: now });
}

async function withSession<T>(url: string, work: (session: Session) => Promise<T>): Promise<T> {
  const session = openSession({ url, name: "bench" });
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

function sayCompared(write: string, connections: number, { off, on }: Compared, most?: number): void {
  const [without, withLog] = [median(off), median(on)];
  const group = `${write}, ${connections === 1 ? "one connection" : `${connections} connections`}`;
  const to = "without the log";
  const budget = most === undefined ? undefined : { atMost: 1 + most };
  report({ group, name: to, unit: "ms", values: off });
  const ratio = { to, value: withLog / without, budget };
  report({ group, name: "with the log", unit: "ms", values: on, ratio });
  const added = `${((withLog / without - 1) * 100).toFixed(1)} %`;
  say(
    row([
      write,
      connections,
      duration(without),
      duration(withLog),
      added,
      most === undefined ? "" : `${most * 100} %`,
    ]),
  );
}

await main();
