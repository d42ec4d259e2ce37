/**
 * `deno run -A bench/hits.ts`: answers that memory holds, by the web process as it is run, beside a bare Hono that sends the same
 * bytes and graphql-yoga with its response cache over the same schema, query and database; in turns, in one run. Needs wrk.
 */
import { fileURLToPath } from "node:url";
import { say } from "../src/cli/say.ts";
import { freePort } from "./suite/ports.ts";
import { documentId } from "../src/graphql/document_id.ts";
import { operation } from "../src/graphql/operations.ts";
import { head, median, row, whole } from "./figures.ts";
import { makeHistory } from "./growth/history.ts";
import { type Load, load, type Loaded } from "./load.ts";
import { startProcesses } from "./processes.ts";
import { withServer } from "./server.ts";
import { report, sized } from "./suite/asked.ts";
import { cleanly } from "./suite/interrupt.ts";
import type { Limit } from "./suite/figure.ts";

const connections = 64;
const [rounds, seconds] = sized([4, 1], { smoke: [1, 1], large: [4, 2] });
// The first round warms up; where nothing is measured, there is none.
const firstRound = sized(0, { smoke: 1 });
const history = sized({ orders: 20_000, daySize: 100, fullDays: 30 }, {
  smoke: { orders: 2_000, daySize: 20, fullDays: 30 },
});

const query = operation("overview_card");
const variables = { period: "MONTH" };
const json = { "content-type": "application/json" };

interface Subject extends Omit<Load, "connections" | "seconds"> {
  /** What it is compared with. */
  readonly floor: string;
  /** Sends along what the answer that is there has for a tag: it changes when the answer is renewed. */
  readonly isUnchanged?: boolean;
}

async function main(): Promise<void> {
  await withServer(async (server) => {
    const url = await server.newDatabase("hits");
    await makeHistory(url, history);
    const laneway = await startProcesses(url);
    const peers: Deno.ChildProcess[] = [];
    await cleanly(async () => {
      const { subjects, bytes } = await prepare(laneway.address, laneway.pid, laneway.environment, peers);
      say(
        `An answer of ${bytes} bytes, ${connections} connections, ${rounds} rounds of ${seconds} s in turns, medians.\n`,
      );
      const measured = await measure(subjects);
      print(measured);
    }, async () => void await Promise.all([laneway.stop(), ...peers.map(end)]));
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
  const bytes = await (await fetch(byId)).bytes();
  const file = await Deno.makeTempFile();
  await Deno.writeFile(file, bytes);
  const [honoPort, yogaPort] = [freePort(), freePort()];
  const start = (args: readonly string[]) => {
    const peer = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", ...args],
      env: environment,
      // They end when this pipe closes, however we end.
      stdin: "piped",
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
  const floors = { get: "bare Hono, GET", unchanged: "bare Hono, 304", post: "bare Hono, POST" };
  const bareTag = { "if-none-match": '"bare"' };
  const subjects = {
    [floors.get]: { url: hono, pid: honoPid, floor: floors.get },
    [floors.unchanged]: {
      url: new URL("/unchanged", hono).href,
      headers: bareTag,
      pid: honoPid,
      floor: floors.unchanged,
    },
    [floors.post]: { ...post, url: hono, pid: honoPid, floor: floors.post },
    "GET by document id": { url: byId, pid, floor: floors.get },
    "GET, 304": { url: byId, isUnchanged: true, pid, floor: floors.unchanged },
    "GET as a browser asks": { url: byId, headers: browser, pid, floor: floors.get },
    "POST": { ...post, url: `${address}/graphql`, pid, floor: floors.post },
    "yoga with response cache, GET": { url: yogaGet, pid: yogaPid, floor: floors.get },
    "yoga with response cache, POST": { ...post, url: yoga, pid: yogaPid, floor: floors.post },
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

interface Measured {
  readonly subject: Subject;
  readonly rounds: Loaded[];
}

async function measure(subjects: Readonly<Record<string, Subject>>): Promise<ReadonlyMap<string, Measured>> {
  const measured = new Map<string, Measured>();
  for (let round = firstRound; round <= rounds; round++) {
    for (const [name, subject] of Object.entries(subjects)) {
      const tag = subject.isUnchanged ? { "if-none-match": await tagOf(subject.url) } : {};
      const headers = { ...subject.headers, ...tag };
      const loaded = await load({ ...subject, headers, connections, seconds });
      if (subject.isUnchanged && (await fetch(subject.url, { headers })).status !== 304) {
        throw new Error("Cannot measure 304: the answer changed meanwhile; try again");
      }
      const rounds = measured.get(name)?.rounds ?? [];
      if (round > 0) rounds.push(loaded);
      measured.set(name, { subject, rounds });
    }
  }
  return measured;
}

async function tagOf(url: string): Promise<string> {
  const response = await fetch(url);
  await response.body?.cancel();
  return response.headers.get("etag") ?? "";
}

/** As a share of a bare Hono's GET. */
const budgets: Readonly<Record<string, Limit>> = {
  "GET by document id": { atLeast: 0.85 },
  "GET, 304": { atLeast: 1 },
  "POST": { atLeast: 0.7 },
};

function reportSubject(name: string, rounds: readonly Loaded[], share: number): void {
  const values = (part: keyof Loaded) => rounds.map((one) => one[part]);
  const ratio = { to: "bare Hono, GET", value: share, budget: budgets[name] };
  report({ group: "kept answers", name, unit: "/s", values: values("perSecond"), ratio });
  report({ group: "of a core, by request", name, unit: "µs", values: values("cpu") });
  const budget = name in budgets ? { atMost: 5 } : undefined;
  report({ group: "kept answers, p99", name, unit: "ms", values: values("p99"), budget });
}

function print(measured: ReadonlyMap<string, Measured>): void {
  const all = (name: string, part: keyof Loaded) =>
    (measured.get(name)?.rounds ?? []).map((loaded) => loaded[part]);
  const of = (name: string, part: keyof Loaded) => median(all(name, part));
  // Whatever else runs on the machine only adds to it.
  const least = (name: string) => Math.min(...all(name, "cpu"));
  say(
    head(["", "requests/s", "of bare Hono's", "of its GET", "µs of a core", "of bare Hono's", "p50", "p99"]),
  );
  const percent = (value: number) => `${Math.round(value * 100)} %`;
  for (const [name, { subject: { floor }, rounds }] of measured) {
    reportSubject(name, rounds, of(name, "perSecond") / of("bare Hono, GET", "perSecond"));
    say(row([
      name,
      whole(of(name, "perSecond")),
      percent(of(name, "perSecond") / of(floor, "perSecond")),
      percent(of(name, "perSecond") / of("bare Hono, GET", "perSecond")),
      least(name).toFixed(1),
      percent(least(floor) / least(name)),
      `${of(name, "p50").toFixed(2)} ms`,
      `${of(name, "p99").toFixed(2)} ms`,
    ]));
  }
}

await main();
