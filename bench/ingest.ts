/**
 * `deno run -A bench/ingest.ts`: orders a second over HTTP, in batches large and small, beside the precompute process, which
 * drains them meanwhile; into a database with a history, of a Postgres that writes to disk as a real one does.
 */
import { setTimeout as delay } from "node:timers/promises";
import { signToken } from "../src/access/tokens.ts";
import { say } from "../src/cli/say.ts";
import { Random } from "../src/seeder/random.ts";
import { duration, head, percentile, row, whole } from "./figures.ts";
import { makeHistory } from "./growth/history.ts";
import { now } from "./growth/shape.ts";
import { type Processes, startProcesses } from "./processes.ts";
import { withServer } from "./server.ts";
import { report, sized } from "./suite/asked.ts";

const history = sized({ orders: 100_000, daySize: 1_000, fullDays: 30 }, {
  smoke: { orders: 2_000, daySize: 20, fullDays: 30 },
});
const secret = "a secret of the bench, of thirty-two bytes and more";
const [customers, products] = [20_000, 2_000];

interface Load {
  readonly what: string;
  readonly orders: number;
  readonly batch: number;
  readonly senders: number;
}

// Of the orders that a load has otherwise.
const share = sized(0.5, { smoke: 0.1, large: 1 });
const large: Load = {
  what: "new orders",
  orders: sized(20_000, { smoke: 1_000, large: 75_000 }),
  batch: sized(5_000, { smoke: 1_000 }),
  senders: 2,
};
const loads: readonly Load[] = [
  { what: "warm-up", orders: 10_000 * share, batch: 1_000, senders: 1 },
  large,
  { what: "new orders", orders: 20_000 * share, batch: 500, senders: 2 },
  { what: "new orders", orders: 400 * share, batch: 1, senders: 1 },
];
// Of large batches.
const leastPerSecond = 2_000;

async function main(): Promise<void> {
  await withServer(async (server) => {
    const url = await server.newDatabase("ingest");
    await makeHistory(url, history);
    const processes = await startProcesses(url, { JWT_SECRET: secret });
    try {
      const token = await signToken({ secret, jwksUrl: undefined, issuer: "laneway", audience: "laneway" }, {
        jti: "bench",
        subject: "bench",
        role: "ingest",
        ttlSeconds: 3600,
      });
      say(head(["what", "a batch", "senders", "orders/s", "a batch takes, p50", "p99", "until drained"]));
      const random = new Random(1, "ingest");
      let first = 0;
      for (const load of loads) {
        const bodies = makeBodies(load, first, random);
        first += load.orders;
        await sayLoad(processes, token, load, bodies);
        if (load === large) await sayLoad(processes, token, { ...load, what: "the same again" }, bodies);
      }
    } finally {
      await processes.stop();
    }
  });
}

/** Orders of the last hours, of one to four lines each, with everything but a rep. */
function makeBodies({ orders, batch }: Load, first: number, random: Random): readonly string[] {
  return Array.from({ length: orders / batch }, (_, index) =>
    Array.from({ length: batch }, (_, place) => {
      const customer = random.below(customers);
      return `${
        JSON.stringify({
          order_id: `B-${first + index * batch + place}`,
          order_date: now.subtract({ milliseconds: random.below(6 * 3_600_000) }).toString(),
          customer_id: `C-${customer}`,
          customer_name: `Customer ${customer}`,
          customer_email: `c${customer}@example.org`,
          customer_segment: customer % 3 === 0 ? "Corporate" : "Consumer",
          lines: Array.from({ length: 1 + random.below(4) }, () => lineOf(random.below(products))),
        })
      }\n`;
    }).join(""));
}

function lineOf(product: number): Record<string, unknown> {
  return {
    product_id: `P-${product}`,
    product_name: `Product ${product}`,
    category: `Department ${product % 5} > Shelf ${product % 40}`,
    quantity: 1 + product % 3,
    unit_price: 5.95 + product % 300,
    unit_cost: 3 + product % 150,
  };
}

async function sayLoad(
  { address }: Processes,
  token: string,
  { what, orders, batch, senders }: Load,
  bodies: readonly string[],
): Promise<void> {
  const waiting = [...bodies];
  const took: number[] = [];
  const send = async () => {
    for (let body = waiting.shift(); body !== undefined; body = waiting.shift()) {
      const start = performance.now();
      while (!await isTaken(address, token, body)) await delay(1_000);
      took.push(performance.now() - start);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: senders }, send));
  const ms = performance.now() - start;
  const drained = await untilDrained(address);
  const perSecond = orders / ms * 1000;
  const rate = whole(perSecond);
  const name = `${what}, batches of ${whole(batch)}`;
  const budget = batch === large.batch ? { atLeast: leastPerSecond } : undefined;
  report({ group: "orders", name, unit: "/s", values: [perSecond], budget });
  report({ group: "a batch takes", name, unit: "ms", values: took });
  report({ group: "until all is drained", name, unit: "ms", values: [drained] });
  const each = [duration(percentile(took, 0.5)), duration(percentile(took, 0.99))];
  say(row([what, whole(batch), senders, rate, ...each, duration(drained)]));
}

/** @returns false where the batch is to be sent again */
async function isTaken(address: string, token: string, body: string): Promise<boolean> {
  const response = await fetch(`${address}/ingest/orders`, {
    method: "POST",
    headers: { "content-type": "application/x-ndjson", authorization: `Bearer ${token}` },
    body,
  });
  const text = await response.text();
  if (response.status === 429) return false;
  if (response.status !== 200 || text.includes("rejected")) {
    throw new Error(`Cannot ingest: ${text.slice(0, 500)}`);
  }
  return true;
}

/** @returns how long it took from now on until the aggregates held all that was committed before, in milliseconds */
async function untilDrained(address: string): Promise<number> {
  const start = performance.now();
  const committed = Date.now();
  for (;;) {
    const { aggregatesAsOf } = await (await fetch(`${address}/health/ready`)).json();
    if (Date.parse(aggregatesAsOf) >= committed) return performance.now() - start;
    await delay(100);
  }
}

await main();
