/** `deno run -A bench/sizes.ts`: bytes that a row takes in each table, with its indexes, as docs/DATABASE.md states them. */
import { createClock } from "../src/base/clock.ts";
import { createLog } from "../src/base/log.ts";
import { say } from "../src/cli/say.ts";
import { createPool } from "../src/db/pool.ts";
import { drainAll } from "../src/precompute/drain.ts";
import { refreshViews } from "../src/precompute/views.ts";
import { parseStatement } from "../src/db/statements.ts";
import { head, row, whole } from "./figures.ts";
import { benchStatement, makeHistory } from "./growth/history.ts";
import { now, timeZone } from "./growth/shape.ts";
import { withServer } from "./server.ts";
import { report, sized } from "./suite/asked.ts";

const history = sized({ orders: 200_000, daySize: 4_000, fullDays: 7 }, {
  large: { orders: 500_000, daySize: 10_000, fullDays: 7 },
  smoke: { orders: 3_000, daySize: 10, fullDays: 2 },
});

interface Size {
  readonly name: string;
  readonly rows: number;
  /** Bytes a row. */
  readonly heap: number;
  readonly indexes: number;
}

await withServer(async (server) => {
  const url = await server.newDatabase("sizes");
  await makeHistory(url, history);
  const pool = createPool({ url, size: 4, deadlineMs: 30 * 60_000, name: "bench" });
  await drainAll(pool, { timeZone, weekStart: 1, clock: createClock(now) });
  await refreshViews({ pool, log: createLog({ level: "error" }) }, "all");
  await pool.run(parseStatement("vacuum", "vacuum analyze"));
  const sizes = await pool.run<Size>(benchStatement("row_sizes"));
  await pool.close();
  say(
    `\n${whole(history.orders)} orders of three years\n\n${
      head(["table", "rows", "bytes a row", "with its indexes"])
    }`,
  );
  for (const { name, rows, heap, indexes } of sizes) {
    const group = "a row, with its indexes";
    report({ group, name, unit: "bytes", values: [heap + indexes] });
    say(row([`\`${name}\``, whole(rows), whole(heap), whole(heap + indexes)]));
  }
});
