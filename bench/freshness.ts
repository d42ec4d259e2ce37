/**
 * `deno run -A bench/freshness.ts`: from an order's commit until it is counted, under 200 orders a second, with the
 * precompute process and the web process as they are run: in the aggregates, and in an answer over HTTP, which is kept until
 * its process hears of a drain that altered it.
 */
import { say } from "../src/cli/say.ts";
import { openSession } from "../src/db/session.ts";
import { Random } from "../src/seeder/random.ts";
import { duration, head, percentile, row } from "./figures.ts";
import { countInAggregates, countOverHttp } from "./freshness/counts.ts";
import { type Count, type Delays, watchOrders } from "./freshness/visible.ts";
import { makeHistory } from "./growth/history.ts";
import { now } from "./growth/shape.ts";
import { startProcesses } from "./processes.ts";
import { withServer } from "./server.ts";
import { report, sized } from "./suite/asked.ts";
import { orderWriter, readMarket } from "./triggers/orders.ts";

const history = sized({ orders: 100_000, daySize: 1_000, fullDays: 30 }, {
  smoke: { orders: 2_000, daySize: 20, fullDays: 30 },
});
const perSecond = 200;
const [seconds, warmUpSeconds] = sized([10, 5], { smoke: [1, 0.2], large: [20, 5] });

async function main(): Promise<void> {
  await withServer(async (server) => {
    const url = await server.newDatabase("freshness");
    await makeHistory(url, history);
    const processes = await startProcesses(url);
    const [reader, writer] = [openSession({ url, name: "bench" }), openSession({ url, name: "bench" })];
    try {
      const market = await readMarket(writer);
      const write = orderWriter(writer, market, new Random(1, "freshness"), {
        writing: "one statement",
        before: now,
      });
      const watch = (count: Count) => watchOrders({ write, count, perSecond, seconds, pollMs: 5 });
      // A drainer rests after the first build, and its statements are planned.
      await watchOrders({
        write,
        count: countInAggregates(reader),
        perSecond,
        seconds: warmUpSeconds,
        pollMs: 50,
      });
      say(head(["until it is counted", "orders/s", "p50", "p99", "most", "budget"]));
      sayDelays("in the aggregates", await watch(countInAggregates(reader)), 1_000);
      sayDelays("in an answer over HTTP", await watch(countOverHttp(processes.address)), 2_000);
    } finally {
      await Promise.all([reader.close(), writer.close(), processes.stop()]);
    }
  });
}

function sayDelays(what: string, { ms, perSecond }: Delays, budgetMs: number): void {
  const group = "from commit until it is counted";
  report({ group, name: what, unit: "ms", values: ms });
  report({
    group: `${group}, p99`,
    name: what,
    unit: "ms",
    values: [percentile(ms, 0.99)],
    budget: { atMost: budgetMs },
  });
  const shown = [0.5, 0.99, 1].map((share) => duration(percentile(ms, share)));
  say(row([what, perSecond.toFixed(0), ...shown, `p99 < ${duration(budgetMs)}`]));
}

await main();
