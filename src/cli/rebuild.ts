/** `deno task rebuild`: builds the aggregates anew, for today's settings of the shop. */
import { parseArgs } from "node:util";
import { createClock } from "../base/clock.ts";
import { orExit, printHelp } from "../base/command.ts";
import { UnavailableError } from "../base/errors.ts";
import { pause, stopSignal } from "../base/stop.ts";
import { describeVariables, readConfig } from "../config.ts";
import { migrate } from "../db/migrate.ts";
import { createPool, type Pool } from "../db/pool.ts";
import type { Drained } from "../precompute/drain.ts";
import { beginRebuild } from "../precompute/rebuild.ts";
import type { ShopSettings } from "../precompute/settings.ts";
import { drainToEnd, requireComplete } from "./drain_to_end.ts";
import { step } from "./progress.ts";
import { say } from "./say.ts";

const help =
  `Builds all aggregates anew from the orders: from nothing, or after SHOP_TIME_ZONE or SHOP_WEEK_START was changed.
Until it is done, questions are answered from the orders themselves.

Usage: deno task rebuild

It may run beside deno task cron, which then shares in the work; after a change of the settings, start that anew.
Ctrl-C stops it between two batches: deno task cron goes on where it stopped.
Where orders are archived, other settings are refused: of those only what was made for the old ones is kept.
Tables are migrated first where they are not up to date.

Environment:
${describeVariables()}
`;

const deadlineMs = 60 * 60_000;

async function rebuild(): Promise<void> {
  const { databaseUrl: url, shop, businessNow } = readConfig();
  const { timeZone, weekStart } = shop;
  const signal = stopSignal({ withParent: false });
  await migrate({ url });
  const pool = createPool({ url, size: 2, deadlineMs, name: "laneway rebuild" });
  let hasBegun = false;
  try {
    const done = await step("Building the aggregates", async (report): Promise<Drained | undefined> => {
      hasBegun = await beginAnew(pool, { timeZone, weekStart }, signal);
      return await drainToEnd(pool, {
        timeZone,
        weekStart,
        clock: createClock(businessNow),
        signal,
        report,
        onShared: () => say("Another process drains too: it shares in the work."),
      });
    }, { unit: "parts" });
    if (!done) {
      say(
        hasBegun
          ? "Stopped. deno task cron goes on where this stopped."
          : "Stopped before anything was changed: another process was draining.",
      );
      Deno.exit(130);
    }
    requireComplete(done);
    say(`Built for ${timeZone}, as of ${done.asOf}.`);
  } finally {
    await pool.close();
  }
}

const retryMs = 100;
const mostRetries = 3_000;

/**
 * Waits for its turn between the drains of another process, five minutes at most.
 * @returns false where it was stopped before
 */
async function beginAnew(pool: Pool, settings: ShopSettings, signal: AbortSignal): Promise<boolean> {
  for (let retries = 0; !signal.aborted; retries++) {
    try {
      await beginRebuild(pool, settings);
      return true;
    } catch (error) {
      if (!(error instanceof UnavailableError) || retries === mostRetries) throw error;
      await pause(retryMs, signal);
    }
  }
  return false;
}

if (import.meta.main) {
  const { values } = await orExit(() => parseArgs({ options: { help: { type: "boolean", short: "h" } } }));
  if (values.help) printHelp(help);
  await orExit(rebuild);
}
