/**
 * `deno run -A bench/hits.ts`: answers that memory holds, by the web process as it is run, beside a bare Hono that sends the same
 * bytes and graphql-yoga with its response cache over the same schema, query and database; in turns, in one run. Needs wrk.
 */
import { fileURLToPath } from "node:url";
import { say } from "../src/cli/say.ts";
import { firstFree } from "../src/dev/ports.ts";
import { documentId } from "../src/graphql/document_id.ts";
import { operation } from "../src/graphql/operations.ts";
import { head, median, row, whole } from "./figures.ts";
import { makeHistory } from "./growth/history.ts";
import { type Load, load, type Loaded } from "./load.ts";
import { startProcesses } from "./processes.ts";
import { withServer } from "./server.ts";

const rounds = 5;
const [connections, seconds] = [64, 2];
const history = { orders: 20_000, daySize: 100, fullDays: 30 };

const query = operation("overview_card");
const variables = { period: "MONTH" };
const json = { "content-type": "application/json" };

type Subject = Omit<Load, "connections" | "seconds">;

async function main(): Promise<void> {
  await withServer(async (server) => {
    const url = await server.newDatabase("hits");
    await makeHistory(url, history);
    const laneway = await startProcesses(url);
    const peers: Deno.ChildProcess[] = [];
    try {
      const { subjects, bytes } = await prepare(laneway.address, laneway.pid, laneway.environment, peers);
      say(
        `An answer of ${bytes} bytes, ${connections} connections, ${rounds} rounds of ${seconds} s in turns, medians.\n`,
      );
      const measured = await measure(subjects);
      print(measured);
    } finally {
      await Promise.all([laneway.stop(), ...peers.map(end)]);
    }
  });
}

async function prepare(
  address: string,
  pid: number,
  environment: Readonly<Record<string, string>>,
  peers: Deno.ChildProcess[],
): Promise<{ readonly subjects: Readonly<Record<string, Subject>>; readonly bytes: number }> {
  const byId = `${address}/graphql?${parametersOf({ documentId: `sha256:${documentId(query)}` })}`;
  await (await fetch(byId)).body?.cancel();
  const answer = await fetch(byId);
  const etag = answer.headers.get("etag") ?? "";
  const bytes = await answer.bytes();
  const file = await Deno.makeTempFile();
  await Deno.writeFile(file, bytes);
  const [honoPort, yogaPort] = [firstFree(18_700), firstFree(18_800)];
  const start = (args: readonly string[]) => {
    const peer = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", ...args],
      env: environment,
      // What wrk breaks off at the end is an error to them.
      stderr: "null",
    });
    peers.push(peer.spawn());
    return peers.at(-1)?.pid ?? 0;
  };
  const honoPid = start([path("hits/hono.ts"), String(honoPort), file]);
  const yogaPid = start(["--config", path("peers/deno.json"), path("peers/yoga.ts"), String(yogaPort)]);
  const [hono, yoga] = [honoPort, yogaPort].map((port) => `http://127.0.0.1:${port}/graphql`) as [
    string,
    string,
  ];
  const yogaGet = `${yoga}?${parametersOf({ query })}`;
  await Promise.all([untilThere(hono), untilThere(yogaGet)]);
  const post = { method: "POST", headers: json, body: JSON.stringify({ query, variables }) } as const;
  const subjects = {
    "bare Hono, GET": { url: hono, pid: honoPid },
    "bare Hono, POST": { ...post, url: hono, pid: honoPid },
    "GET by document id": { url: byId, pid },
    "GET, 304": { url: byId, headers: { "if-none-match": etag }, pid },
    "GET as a browser asks": { url: byId, headers: browser, pid },
    "POST": { ...post, url: `${address}/graphql`, pid },
    "yoga with response cache, GET": { url: yogaGet, pid: yogaPid },
    "yoga with response cache, POST": { ...post, url: yoga, pid: yogaPid },
  };
  return { subjects, bytes: bytes.length };
}

async function end(peer: Deno.ChildProcess): Promise<void> {
  try {
    peer.kill();
  } catch (error) {
    // It has ended by itself.
    if (!(error instanceof TypeError)) throw error;
  }
  await peer.status;
}

/** What a browser sends along with each request. */
const browser = {
  "accept": "*/*",
  "accept-encoding": "gzip, deflate, br, zstd",
  "accept-language": "en-GB,en;q=0.9",
  "referer": "http://127.0.0.1/",
  "sec-fetch-dest": "empty",
  "sec-fetch-mode": "cors",
  "sec-fetch-site": "same-origin",
  "user-agent":
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
};

function path(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}

function parametersOf(document: Readonly<Record<string, string>>): URLSearchParams {
  return new URLSearchParams({ ...document, variables: JSON.stringify(variables) });
}

async function untilThere(url: string): Promise<void> {
  const late = AbortSignal.timeout(60_000);
  while (!late.aborted) {
    const response = await fetch(url).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`Cannot measure: nothing answers at ${url}`);
}

async function measure(subjects: Readonly<Record<string, Subject>>): Promise<ReadonlyMap<string, Loaded[]>> {
  const measured = new Map<string, Loaded[]>();
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    for (const [name, subject] of Object.entries(subjects)) {
      const loaded = await load({ ...subject, connections, seconds });
      if (round > 0) measured.set(name, [...measured.get(name) ?? [], loaded]);
    }
  }
  return measured;
}

function print(measured: ReadonlyMap<string, readonly Loaded[]>): void {
  const of = (name: string, part: keyof Loaded) =>
    median((measured.get(name) ?? []).map((loaded) => loaded[part]));
  // Whatever else runs on the machine only adds to it.
  const least = (name: string) => Math.min(...(measured.get(name) ?? []).map(({ cpu }) => cpu));
  say(head(["", "requests/s", "of bare Hono", "µs of a core", "of bare Hono's", "p50", "p99"]));
  const floor = "bare Hono, GET";
  for (const name of measured.keys()) {
    const percent = (value: number) => `${Math.round(value * 100)} %`;
    say(row([
      name,
      whole(of(name, "perSecond")),
      percent(of(name, "perSecond") / of(floor, "perSecond")),
      least(name).toFixed(1),
      percent(least(floor) / least(name)),
      `${of(name, "p50").toFixed(2)} ms`,
      `${of(name, "p99").toFixed(2)} ms`,
    ]));
  }
}

await main();
