/** What can be measured, in the order in which it is. */

export const benches = {
  micro: "the stages of a request one by one, each in nanoseconds of a core",
  start: "how long a newcomer waits: the demo's first and second start, a web process's first answer",
  import: "rows a second and memory of an import",
  ingest: "orders a second over HTTP, while they are drained",
  seed: "rows a second and memory of a made-up shop",
  growth: "what keeping the aggregates costs, against how long the history is",
  sizes: "bytes that a row takes, table by table",
  questions: "how long every question takes that no cache answers, against the budgets",
  triggers: "what logging what is touched adds to a write",
  freshness: "from an order's commit until it is counted",
  cache: "what a hit takes in memory, Redis and Upstash, and what a million answers take there",
  hits: "answers that memory holds, beside a bare Hono and graphql-yoga with its response cache",
  shared: "answers that Redis holds because another process has computed them, and what a page asks of Redis",
  peers: "the same question asked of other servers, with their caches and without",
  scale: "one web process and two: requests a second and by second of a core",
  traffic:
    "a dashboard's visitors while orders are written: how many are answered from what is kept, how fast, how old",
  users: "people who look at dashboards: how many a web process serves within the targets",
  overload:
    "twice as many questions as can be answered: how many are, how soon the others are turned away, and what is kept beside",
  live: "a thousand open pages: what they take in memory, and how soon they hear of an order",
  memory: "what a web process holds under a fixed load",
  crash: "drains killed at random moments under writers, then everything verified",
  attacks: "how long refusing a document takes that is made to wear the server out",
  weight: "what a browser loads for the overview, file by file",
  interaction: "how soon pages show what one does to them, on a processor slowed four times",
  lighthouse: "Lighthouse’s mobile preset, several times over the overview and a chart for other sites",
} as const;

export type BenchName = keyof typeof benches;

export const benchNames = Object.keys(benches) as readonly BenchName[];

/** What `--smoke` runs only where it is named: it installs other software, or takes a minute by itself. */
const apart: readonly BenchName[] = ["peers", "lighthouse", "interaction"];

export const smokeNames = benchNames.filter((name) => !apart.includes(name));

export function isBenchName(name: string): name is BenchName {
  return name in benches;
}
