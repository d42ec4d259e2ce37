/** Load on one address, by wrk, and what it costs the process that answers. */
import { UsageError } from "../src/base/errors.ts";
import { interrupted } from "./suite/interrupt.ts";

export interface Load {
  readonly url: string;
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Asked for one after the other, instead of the url's own. */
  readonly paths?: readonly string[];
  readonly connections: number;
  readonly seconds: number;
  /** Of the process that answers. */
  readonly pid: number;
}

export interface Loaded {
  readonly perSecond: number;
  /** Of the process that answers, in microseconds of its time on a core, for each request. */
  readonly cpu: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

// What is slow is measured, and no error.
const patience = "30s";
// On a machine that stands still for a moment, some are turned away: they are no answers, and no reason to give up.
const mostFailed = 0.01;

/** @throws where more than a hundredth of the answers are none, or wrk is not installed */
export async function load(asked: Load): Promise<Loaded> {
  const { url, connections, seconds, pid } = asked;
  const script = await Deno.makeTempFile({ suffix: ".lua" });
  try {
    await Deno.writeTextFile(script, scriptOf(asked));
    const before = await cpuSeconds(pid);
    const run = new Deno.Command("wrk", {
      args: [
        "-t1",
        `-c${connections}`,
        `-d${seconds}s`,
        "--latency",
        "--timeout",
        patience,
        "-s",
        script,
        url,
      ],
      signal: interrupted,
    });
    const { stdout } = await run.output().catch((cause) => {
      throw new UsageError("Cannot measure: wrk is not installed (apt-get install wrk)", { cause });
    });
    const used = await cpuSeconds(pid) - before;
    return read(new TextDecoder().decode(stdout), used);
  } finally {
    await Deno.remove(script);
  }
}

function scriptOf({ method = "GET", headers = {}, body, paths }: Load): string {
  const text = JSON.stringify;
  return [
    `wrk.method = ${text(method)}`,
    ...Object.entries(headers).map(([name, value]) => `wrk.headers[${text(name)}] = ${text(value)}`),
    ...(body === undefined ? [] : [`wrk.body = ${text(body)}`]),
    ...(paths === undefined ? [] : [
      `local paths, next = {${paths.map((path) => text(path)).join(",\n")}}, 0`,
      "request = function() next = next % #paths + 1; return wrk.format(nil, paths[next]) end",
    ]),
  ].join("\n");
}

function read(printed: string, used: number): Loaded {
  const number = (pattern: RegExp) => Number(pattern.exec(printed)?.[1] ?? NaN);
  const broken = /Socket errors:.*/.exec(printed)?.[0];
  if (broken) throw new Error(`Cannot measure: ${broken}`);
  const requests = number(/(\d+) requests in/);
  const failed = Number(/Non-2xx or 3xx responses: (\d+)/.exec(printed)?.[1] ?? 0);
  if (failed > mostFailed * requests) {
    throw new Error(`Cannot measure: ${failed} of ${requests} answers are neither 2xx nor 3xx`);
  }
  return {
    perSecond: number(/Requests\/sec:\s+([\d.]+)/) * (1 - failed / requests),
    cpu: used / requests * 1e6,
    p50: milliseconds(printed, "50%"),
    p99: milliseconds(printed, "99%"),
  };
}

function milliseconds(printed: string, share: string): number {
  const [, value, unit] = new RegExp(`${share}\\s+([\\d.]+)(us|ms|s)`).exec(printed) ?? [];
  const factor = unit === "us" ? 1e-3 : unit === "ms" ? 1 : 1e3;
  return Number(value) * factor;
}

const ticksPerSecond = 100;

/** What a process has had of the cores, its system calls included. */
async function cpuSeconds(pid: number): Promise<number> {
  const text = await Deno.readTextFile(`/proc/${pid}/stat`);
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}
