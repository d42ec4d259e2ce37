/** For tests: processes as an operator starts them. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../", import.meta.url));

export interface Started {
  readonly process: Deno.ChildProcess;
  /** The log lines of the process, as they come. */
  readonly lines: AsyncIterator<Record<string, unknown>>;
}

/** @returns a process that ends with the test, whose log is read line by line */
export function start(
  script: string,
  environment: Record<string, string>,
  args: readonly string[] = [],
): Started {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", script, ...args],
    cwd: root,
    env: { PORT: "0", LOG_LEVEL: "info", AUTH: "open", ...environment },
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  return { process, lines: readLines(process.stderr) };
}

async function* readLines(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Record<string, unknown>> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield line.startsWith("{") ? JSON.parse(line) : { message: line };
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
