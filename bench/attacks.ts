/**
 * `deno run -A bench/attacks.ts`: how long it takes to refuse what is sent to wear the server out, from the request on the
 * wire to the last byte of the answer, on this machine's loopback.
 */
import { attacks } from "../src/graphql/attacks_testing.ts";
import { serveTestSchema } from "../src/graphql/testing.ts";
import { say } from "../src/cli/say.ts";
import { duration, head, median, percentile, row } from "./figures.ts";
import { report, sized } from "./suite/asked.ts";

const rounds = sized(50, { smoke: 2 });
const budgetMs = 20;
const headers = { "content-type": "application/json", accept: "application/graphql-response+json" };

async function main(): Promise<void> {
  await using server = serveTestSchema({ introspection: false });
  const measured = attacks.map((attack) => ({ attack, status: 0, ms: [] as number[] }));
  // In turns, so that a machine that is busy for a while is so for all of them.
  for (let round = 0; round <= rounds; round++) {
    for (const each of measured) {
      const begin = performance.now();
      const response = await fetch(server.url, { method: "POST", headers, body: each.attack.body });
      await response.bytes();
      each.status = response.status;
      each.ms.push(performance.now() - begin);
    }
  }
  let slowest = 0;
  say(head(["attack", "bytes", "status", "first", "p50", "p95", `under ${duration(budgetMs)}`]));
  for (const { attack, status, ms: [first = NaN, ...warm] } of measured) {
    const p95 = percentile(warm, 0.95);
    slowest = Math.max(slowest, p95);
    report({ group: "refusing an attack", name: attack.name, unit: "ms", values: warm });
    const isKept = p95 < budgetMs && status === attack.status;
    say(row([
      attack.name,
      attack.body.length.toLocaleString("en"),
      String(status),
      duration(first),
      duration(median(warm)),
      duration(p95),
      isKept ? "kept" : "**missed**",
    ]));
  }
  const budget = { atMost: budgetMs };
  report({ group: "refusing any attack", name: "the slowest, p95", unit: "ms", values: [slowest], budget });
}

await main();
