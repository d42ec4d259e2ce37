/** `deno task seed`: fills an empty database with a made-up shop. */
import { parseArgs } from "node:util";
import { orExit, printHelp } from "../base/command.ts";
import { UsageError } from "../base/errors.ts";
import { stopSignal } from "../base/stop.ts";
import { describeVariables, readConfig } from "../config.ts";
import { migrate } from "../db/migrate.ts";
import { type SeedResult, seedShop } from "../seeder/seed.ts";
import { step } from "./progress.ts";
import { say } from "./say.ts";

const help =
  `Fills an empty database with a plausible, made-up shop: customers who come back, products, categories, sales
representatives, and orders that grow over the years, peak before Christmas and keep the hours of SHOP_TIME_ZONE.
About 3 % of the orders are cancelled, 1.5 % are returns, 8 % are by guests; those of the last days may be pending.

Usage: deno task seed --records N [options]

  --records N    how many orders, returns included; each has 2.5 lines on average
  --seed N       another number is another shop (default 1)
  --until WHEN   a day, which is the last one with orders, or the first instant without (default: now)
  --months N     how many months before that the orders begin (default 36)
  --help         show this

The same records, seed, until, months and time zone give the same rows, ids included: give --until to have them again.
All of it is one transaction: others see no order before all are in, and Ctrl-C or a kill leaves nothing behind.
A database that holds orders, customers, products, categories or representatives already is refused.
Tables are migrated first where they are not up to date.

Environment:
${describeVariables()}
`;

interface SeedSettings {
  readonly orders: number;
  readonly seed: number;
  readonly until: Temporal.Instant;
  readonly months: number;
}

async function seed(values: Readonly<Record<string, string | undefined>>): Promise<void> {
  const { databaseUrl: url, shop } = readConfig();
  const options = readSeedOptions(values, shop.timeZone);
  const signal = stopSignal({ withParent: false });
  await migrate({ url });
  const what = `Making ${options.orders.toLocaleString("en")} orders`;
  try {
    const result = await step(what, (report) => {
      const onProgress = (orders: number) => report(orders, options.orders);
      return seedShop({ url, shop, ...options, onProgress, signal });
    }, { unit: "orders" });
    say(describe(result, options.until));
  } catch (error) {
    if (!signal.aborted) throw error;
    say("Stopped: no rows were added.");
    Deno.exit(130);
  }
}

/**
 * @param timeZone what a day of `--until` is cut in
 * @throws UsageError naming the option that cannot be used
 */
export function readSeedOptions(
  { records, seed = "1", until, months = "36" }: Readonly<Record<string, string | undefined>>,
  timeZone: string,
): SeedSettings {
  if (records === undefined) throw new UsageError("Cannot seed: give --records, the number of orders");
  return {
    orders: whole("--records", records, 1, 20_000_000),
    seed: whole("--seed", seed, 0, 2 ** 32 - 1),
    until: until === undefined ? Temporal.Now.instant() : readUntil(until, timeZone),
    months: whole("--months", months, 1, 600),
  };
}

function readUntil(text: string, timeZone: string): Temporal.Instant {
  try {
    if (!/^\d{4}-\d\d-\d\d$/.test(text)) return Temporal.Instant.from(text);
    return Temporal.PlainDate.from(text).add({ days: 1 }).toZonedDateTime(timeZone).toInstant();
  } catch {
    throw new UsageError(
      `Cannot use --until ${text}: give a day, such as 2025-12-31, or an instant, such as 2025-12-31T18:00:00Z`,
    );
  }
}

function whole(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new UsageError(`Cannot use ${option} ${text}: give a whole number from ${least} to ${most}`);
  }
  return value;
}

function describe({ orders, lines, customers, products, from }: SeedResult, until: Temporal.Instant): string {
  const counts = Object.entries({ orders, lines, customers, products })
    .map(([name, count]) => `${count.toLocaleString("en")} ${name}`);
  return `${counts.join(", ")}, from ${from} to ${until}`;
}

if (import.meta.main) {
  const { values } = await orExit(() =>
    parseArgs({
      options: {
        records: { type: "string" },
        seed: { type: "string" },
        until: { type: "string" },
        months: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    })
  );
  if (values.help) printHelp(help);
  const { help: _, ...given } = values;
  await orExit(() => seed(given));
}
