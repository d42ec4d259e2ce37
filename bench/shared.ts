/**
 * `deno run -A bench/shared.ts`: answers that Redis holds and a web process does not, because another one has computed them, beside a
 * bare Hono that sends the same bytes; and what one page asks of Redis. Each round is a process that has just started. Needs wrk and redis-server.
 */
import { Redis } from "ioredis";
import { say } from "../src/cli/say.ts";
import { startRedisServer } from "../src/dev/redis_server.ts";
import { median } from "./figures.ts";
import { startFloor } from "./floor/peers.ts";
import { unasked } from "./floor/question.ts";
import { makeHistory } from "./growth/history.ts";
import { load, type Loaded } from "./load.ts";
import { startProcesses, startWeb, untilFirstBuilt } from "./processes.ts";
import { withServer } from "./server.ts";
import { sayFigures, sized } from "./suite/asked.ts";
import { cleanly, inScratch } from "./suite/interrupt.ts";
import { freePort } from "./suite/ports.ts";

const connections = 64;
const seconds = 1;
const rounds = sized(3, { smoke: 1, large: 5 });
const history = sized({ orders: 20_000, daySize: 100, fullDays: 30 }, {
  smoke: { orders: 2_000, daySize: 20, fullDays: 30 },
});
/** More than are asked for in a second, so that none comes again; the first ones are what a process gets warm by. */
const paths = unasked(0).slice(0, sized(4_500, { smoke: 400 }));
const warming = sized(500, { smoke: 20 });
const [floor, shared] = ["bare Hono, GET", "found in Redis"];

async function main(scratch: string): Promise<void> {
  const redis = await startRedisServer();
  await cleanly(() =>
    withServer(async (server) => {
      const url = await server.newDatabase("shared");
      await makeHistory(url, history);
      const first = await startProcesses(url, { REDIS_URL: redis.url });
      await cleanly(async () => {
        const measured = new Map<string, Loaded[]>([[floor, []], [shared, []]]);
        for (let round = 0; round < rounds; round++) {
          // Anew in each round: answers are kept for a minute.
          const bytes = await askAll(first.address, paths);
          await Deno.writeFile(`${scratch}/answer.json`, bytes);
          const hono = await startFloor("hono", `${scratch}/answer.json`);
          await cleanly(async () => {
            measured.get(floor)?.push(await load({ ...hono, paths, connections, seconds }));
          }, () => hono.stop());
          measured.get(shared)?.push(await second(first.environment, redis.url));
        }
        tell(measured);
        await tellPage(first, redis.url);
      }, first.stop);
    }), () => redis.stop());
}

/** A process beside the first, that finds in Redis what the first has computed. */
async function second(environment: Readonly<Record<string, string>>, redisUrl: string): Promise<Loaded> {
  return await beside(environment, async (address, pid) => {
    await askAll(address, paths.slice(0, warming));
    const redis = new Redis(redisUrl);
    const before = await foundIn(redis);
    const loaded = await load({ url: address, pid, paths: paths.slice(warming), connections, seconds });
    const after = await foundIn(redis);
    redis.disconnect();
    const asked = loaded.perSecond * seconds;
    if (sized(true, { smoke: false }) && after - before < 0.9 * asked) {
      throw new Error(`Cannot measure: of ${Math.round(asked)} answers ${after - before} came from Redis`);
    }
    return loaded;
  });
}

async function beside<T>(
  environment: Readonly<Record<string, string>>,
  work: (address: string, pid: number) => Promise<T>,
): Promise<T> {
  const port = freePort();
  const web = startWeb({ ...environment, PORT: String(port) });
  return await cleanly(async () => {
    const address = `http://127.0.0.1:${port}`;
    await untilFirstBuilt(address);
    return await work(address, web.pid);
  }, web.stop);
}

/** @returns the last answer's bytes */
async function askAll(address: string, paths: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  const waiting = [...paths];
  let bytes = new Uint8Array();
  const ask = async () => {
    for (let path = waiting.pop(); path; path = waiting.pop()) bytes = await bytesOf(address + path);
  };
  await Promise.all(Array.from({ length: 8 }, ask));
  return bytes;
}

async function bytesOf(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`Cannot measure: ${url} answers ${response.status}`);
  return await response.bytes();
}

async function foundIn(redis: Redis): Promise<number> {
  return Number(/keyspace_hits:(\d+)/.exec(await redis.info("stats"))?.[1]);
}

function tell(measured: ReadonlyMap<string, readonly Loaded[]>): void {
  say(`${connections} connections, ${rounds} rounds in turns.\n`);
  const values = (name: string, part: keyof Loaded) => (measured.get(name) ?? []).map((round) => round[part]);
  const rate = (name: string) => median(values(name, "perSecond"));
  const group = "answers of another process";
  sayFigures(group, [
    { group, name: floor, unit: "/s", values: values(floor, "perSecond") },
    {
      ...{ group, name: shared, unit: "/s", values: values(shared, "perSecond") },
      ratio: { to: floor, value: rate(shared) / rate(floor), budget: { atLeast: 0.55 } },
    },
    { group, name: `${shared}, p50`, unit: "ms", values: values(shared, "p50") },
    { group, name: `${shared}, p99`, unit: "ms", values: values(shared, "p99"), budget: { atMost: 10 } },
    { group, name: `${shared}, of a core`, unit: "µs", values: values(shared, "cpu") },
    { group, name: `${floor}, of a core`, unit: "µs", values: values(floor, "cpu") },
  ]);
}

/** What a process asks of Redis for a page that another one has shown, once it knows the shop from another page. */
async function tellPage(
  first: { readonly address: string; readonly environment: Readonly<Record<string, string>> },
  redisUrl: string,
): Promise<void> {
  const [known, measured] = ["/?period=month", "/?period=quarter"];
  for (const page of [known, measured]) await bytesOf(first.address + page);
  const values = await beside(first.environment, async (address) => {
    await bytesOf(address + known);
    const redis = new Redis(redisUrl);
    const before = await readsOf(redis);
    await bytesOf(address + measured);
    const reads = await readsOf(redis) - before;
    redis.disconnect();
    return [reads];
  });
  const group = "what a page asks of Redis";
  sayFigures(group, [{
    group,
    name: "reads, one after the other at most",
    unit: "reads",
    values,
    budget: { atMost: 2 },
  }]);
}

/** @returns how many commands have read values so far */
async function readsOf(redis: Redis): Promise<number> {
  const text = await redis.info("commandstats");
  return [...text.matchAll(/cmdstat_(?:get|mget):calls=(\d+)/g)].reduce(
    (sum, [, calls]) => sum + Number(calls),
    0,
  );
}

await inScratch(main);
Deno.exit(0);
