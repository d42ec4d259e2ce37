/** `deno task bench [NAME...]`: measures what docs/PERFORMANCE.md states; each part prints a table. */
import { fileURLToPath } from "node:url";
import { orExit, printHelp } from "../src/base/command.ts";
import { UsageError } from "../src/base/errors.ts";
import { say } from "../src/cli/say.ts";

const parts = {
  start: "how long a newcomer waits: the demo's first and second start, a web process's first answer",
  import: "rows a second and memory of an import, 10 thousand to a million rows",
  ingest: "orders a second over HTTP, while they are drained",
  seed: "rows a second and memory of a made-up shop, 100 thousand and a million orders",
  growth: "what keeping the aggregates costs, against how long the history is",
  questions: "how long every question takes that no cache answers, against the budgets",
  triggers: "what logging what is touched adds to a write",
  freshness: "from an order's commit until it is counted",
  cache: "what a hit takes in memory, Redis and Upstash, and what a million answers take there",
  hits: "answers that memory holds, beside a bare Hono and graphql-yoga with its response cache",
  traffic:
    "a dashboard's visitors while orders are written: how many are answered from what is kept, how fast, how old",
  overload:
    "twice as many questions as can be answered: how many are, how soon the others are turned away, and what is kept beside",
  live: "a thousand open pages: what they take in memory, and how soon they hear of an order",
  crash: "drains killed at random moments under writers, then everything verified",
  attacks: "how long refusing a document takes that is made to wear the server out",
  weight: "what a browser loads for the overview, file by file",
};

type Part = keyof typeof parts;

const help = `Measures what docs/PERFORMANCE.md states. All of it takes some minutes.

Usage: deno task bench [NAME...]

${Object.entries(parts).map(([name, what]) => `  ${name.padEnd(10)} ${what}`).join("\n")}
`;

async function main(asked: readonly string[]): Promise<void> {
  const names = asked.length > 0 ? asked : Object.keys(parts);
  const unknown = names.filter((name) => !(name in parts));
  if (unknown.length > 0) throw new UsageError(`Cannot measure ${unknown.join(", ")}\n\n${help}`);
  for (const name of names) {
    say(`\n## ${name}: ${parts[name as Part]}\n`);
    const { success } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", fileURLToPath(new URL(`${name}.ts`, import.meta.url))],
      stdout: "inherit",
      stderr: "inherit",
    }).spawn().status;
    if (!success) throw new UsageError(`Cannot go on: ${name} failed, see above`);
  }
}

if (Deno.args.includes("--help") || Deno.args.includes("-h")) printHelp(help);
await orExit(() => main(Deno.args));
