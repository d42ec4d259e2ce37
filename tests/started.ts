/** For tests: processes as our tasks start them, with the rights that their settings call for. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { pagesConfig } from "../fresh.config.ts";
import { settings } from "../src/cli/flags.ts";
import { startFlags } from "../src/cli/permissions.ts";
import { buildIslands } from "../src/pages/build.ts";

export const root = fileURLToPath(new URL("../", import.meta.url));

// The processes themselves may not.
await buildIslands(pagesConfig);

export interface Started {
  readonly process: Deno.ChildProcess;
  /** The log lines of the process, as they come. */
  readonly lines: AsyncIterator<Record<string, unknown>>;
  /** All so far, as they were written. */
  readonly said: readonly string[];
}

export function start(
  script: string,
  environment: Record<string, string>,
  args: readonly string[] = [],
): Started {
  const env = { PORT: "0", LOG_LEVEL: "info", AUTH: "open", ...environment };
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", ...flagsOf(script, env), "--no-check", script, ...args],
    cwd: root,
    env,
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const said: string[] = [];
  return { process, lines: readAhead(readLines(process.stderr, said)), said };
}

/** Commands do without limits. */
export function flagsOf(script: string, environment: Record<string, string>): readonly string[] {
  if (script !== "src/serve.ts" && script !== "src/cron.ts") return ["-A"];
  return startFlags(script === "src/serve.ts" ? "web" : "cron", settings(environment));
}

/** What is written to a pipe which nobody reads waits, and some of it is dropped. */
function readAhead<T>(lines: AsyncIterable<T>): AsyncIterator<T> {
  const stream = new ReadableStream<T>({
    async start(controller) {
      for await (const line of lines) controller.enqueue(line);
      controller.close();
    },
  });
  return stream[Symbol.asyncIterator]();
}

async function* readLines(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  said: string[],
): AsyncGenerator<Record<string, unknown>> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      said.push(line);
      yield line.startsWith("{") ? JSON.parse(line) : { message: line };
    }
  }
}

/** Reads on until a line with this message; fails where the process ends before. */
export async function until({ lines }: Started, message: string): Promise<Record<string, unknown>> {
  const seen: unknown[] = [];
  for (let next = await lines.next(); !next.done; next = await lines.next()) {
    if (next.value.message === message) return next.value;
    seen.push(next.value);
  }
  throw new assert.AssertionError({ message: `no "${message}" among ${JSON.stringify(seen)}` });
}

/** Reads what is left and returns how the process ended. */
export async function end(
  { process, lines }: Started,
): Promise<{ code: number; rest: readonly Record<string, unknown>[] }> {
  const rest: Record<string, unknown>[] = [];
  for (let next = await lines.next(); !next.done; next = await lines.next()) rest.push(next.value);
  await process.stdin.close().catch(() => {});
  return { code: (await process.status).code, rest };
}
