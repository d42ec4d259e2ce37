/**
 * `deno run -A bench/freshness.ts`: from an order's commit until it is counted, under 200 orders a second, with the
 * precompute process and the web process as they are run: in the aggregates, and in an answer over HTTP, which is kept until
 * its process hears of a drain that altered it.
 */
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { say } from "../src/cli/say.ts";
import { openSession } from "../src/db/session.ts";
import { type Child, startChild } from "../src/dev/child.ts";
import { firstFree } from "../src/dev/ports.ts";
import { Random } from "../src/seeder/random.ts";
import { duration, head, percentile, row } from "./figures.ts";
import { countInAggregates, countOverHttp } from "./freshness/counts.ts";
import { type Count, type Delays, watchOrders } from "./freshness/visible.ts";
import { makeHistory } from "./growth/history.ts";
import { now, timeZone } from "./growth/shape.ts";
import { withServer } from "./server.ts";
import { orderWriter, readMarket } from "./triggers/orders.ts";

const history = { orders: 100_000, daySize: 1_000, fullDays: 30 };
const perSecond = 200;
const seconds = 20;
const root = new URL("../", import.meta.url);

async function main(): Promise<void> {
  await withServer(async (server) => {
    const url = await server.newDatabase("freshness");
    await makeHistory(url, history);
    const port = firstFree(18_500);
    const environment = {
      DATABASE_URL: url,
      PORT: String(port),
      HOST: "127.0.0.1",
      AUTH: "open",
      LOG_LEVEL: "error",
      SHOP_TIME_ZONE: timeZone,
      LANEWAY_NOW: now.toString(),
    };
    const children = [
      ["-A", "--quiet", "--unstable-cron", program("cron")],
      ["-A", "--quiet", program("serve")],
    ].map((command) => startChild({ command, environment }));
    const [reader, writer] = [openSession({ url, name: "bench" }), openSession({ url, name: "bench" })];
    try {
      const address = `http://127.0.0.1:${port}`;
      await untilFirstBuilt(reader, address);
      const market = await readMarket(writer);
      const write = orderWriter(writer, market, new Random(1, "freshness"), {
        writing: "one statement",
        before: now,
      });
      const watch = (count: Count) => watchOrders({ write, count, perSecond, seconds, pollMs: 5 });
      // A drainer rests after the first build, and its statements are planned.
      await watchOrders({ write, count: countInAggregates(reader), perSecond, seconds: 5, pollMs: 50 });
      say(head(["until it is counted", "orders/s", "p50", "p99", "most", "budget"]));
      sayDelays("in the aggregates", await watch(countInAggregates(reader)), "about a second");
      sayDelays("in an answer over HTTP", await watch(countOverHttp(address)), "p99 < 2 s");
    } finally {
      await Promise.all([reader.close(), writer.close(), ...children.map((child: Child) => child.stop())]);
    }
  });
}

function program(name: string): string {
  return fileURLToPath(new URL(`src/${name}.ts`, root));
}

/** Waits for the first build, and for the web process. */
async function untilFirstBuilt(
  database: Parameters<typeof countInAggregates>[0],
  address: string,
): Promise<void> {
  const [inAggregates, overHttp] = [countInAggregates(database), countOverHttp(address)];
  const late = AbortSignal.timeout(120_000);
  while (!late.aborted) {
    const counted = await overHttp().catch(() => 0);
    if (counted > 0 && counted === await inAggregates()) return;
    await delay(200);
  }
  throw new Error("Cannot measure: the aggregates were not built in two minutes");
}

function sayDelays(what: string, { ms, perSecond }: Delays, budget: string): void {
  const shown = [0.5, 0.99, 1].map((share) => duration(percentile(ms, share)));
  say(row([what, perSecond.toFixed(0), ...shown, budget]));
}

await main();
