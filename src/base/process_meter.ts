/** What every process tells of itself. */
import process from "node:process";
import { type Family, single } from "./meter.ts";
import { version } from "./version.ts";

export function processFamilies(name: "web" | "cron"): readonly Family[] {
  const startedAt = Date.now() / 1000 - performance.now() / 1000;
  return [
    {
      name: "laneway_build_info",
      help: "1; which version runs, as which process, on which Deno",
      kind: "gauge",
      read: () => [{ labels: { version, process: name, deno: Deno.version.deno }, value: 1 }],
    },
    {
      name: "process_start_time_seconds",
      help: "When the process started, in seconds since 1970",
      kind: "gauge",
      read: () => single(startedAt),
    },
    {
      name: "process_cpu_seconds_total",
      help: "What it has taken of a core",
      kind: "counter",
      read: () => {
        const { user, system } = process.cpuUsage();
        return single((user + system) / 1_000_000);
      },
    },
    {
      name: "process_resident_memory_bytes",
      help: "What it takes of memory",
      kind: "gauge",
      read: () => single(Deno.memoryUsage().rss),
    },
  ];
}
