/**
 * The entry for Deno Deploy: the web process in every region, and the precompute process's jobs, which the platform calls once a
 * minute. It offers no disk to write to, starts no program, and ends whatever nobody asks.
 */
import { messageOf } from "./src/base/errors.ts";
import { createLog } from "./src/base/log.ts";
import { turnOnTracing } from "./src/base/tracing.ts";
import { hideEnvironment, readConfig } from "./src/config.ts";
import { runCron } from "./src/cron.ts";
import { createPrecomputeMeter } from "./src/precompute/meter.ts";
import { startWeb } from "./src/serve.ts";

hideEnvironment();
const config = readConfig({ HOST: "0.0.0.0" });
const log = createLog({ level: config.logLevel, fields: { process: "deploy", region: config.region } });
// Not awaited: the platform takes schedules until this module has been evaluated.
if (config.isTraced) turnOnTracing();
// The platform ends a process without a word.
const stopped = new AbortController().signal;
const meter = createPrecomputeMeter();

// First, because the platform takes schedules until a server listens. What goes wrong with the jobs keeps nobody from being answered.
runCron(config, log, { mode: "called", stopped, meter })
  .catch((error) => log.error("precompute process cannot run", { reason: messageOf(error) }));
await startWeb(config, log, stopped, meter);
