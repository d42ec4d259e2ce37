/**
 * `deno run -A bench/questions.ts [--large] [--database URL] [--only PATTERN]`: how long every question takes that no cache
 * answers, against the budgets of the design. Three years of 100 thousand and, with --large, ten million orders are made inside
 * Postgres as bench/growth.ts makes them; then each question is asked one by one, in turns, through the schema, in this process.
 */
import { parseArgs } from "node:util";
import { orExit, printHelp } from "../src/base/command.ts";
import { messageOf, UsageError } from "../src/base/errors.ts";
import { say, tell } from "../src/cli/say.ts";
import { duration, head, median, percentile, row, whole } from "./figures.ts";
import { grow } from "./growth/grown.ts";
import type { Shape } from "./growth/shape.ts";
import { type AskedShop, openShop } from "./questions/asking.ts";
import { type Question, questionsFor } from "./questions/questions.ts";
import { withServer } from "./server.ts";
import { ownArgs, report, sized } from "./suite/asked.ts";

const small: Shape = { orders: 100_000, daySize: 10_000, fullDays: 7 };
const large: Shape = { orders: 10_000_000, daySize: 10_000, fullDays: 7 };
const shapes = sized([small], {
  smoke: [{ orders: 2_000, daySize: 100, fullDays: 7 }],
  large: [small, large],
});
const rounds = sized(12, { smoke: 1, large: 30 });
// What reads the orders themselves takes long, and varies little.
const directRounds = 8;

const help = `Measures every question that no cache answers, against the budgets of the design.

Usage: deno run -A bench/questions.ts [--large] [--database URL] [--only PATTERN]

  --large         ten million orders beside 100 thousand: some 25 minutes and 20 GB of disk
  --database URL  instead, a database that was filled so before, with its aggregates built: some 11 minutes for ten million
  --only PATTERN  only questions whose name the regular expression finds, such as "^overview|a page$"
`;

interface Measured {
  readonly question: Question;
  readonly lane: string;
  /** Milliseconds each. */
  readonly ms: readonly number[];
}

async function main(only: RegExp): Promise<void> {
  await withServer(async (server) => {
    const columns: Column[] = [];
    for (const shape of shapes) {
      const url = await server.newDatabase(`questions_${shape.orders}`);
      const grown = await grow(url, shape);
      await grown.close();
      tell(
        `${whole(shape.orders)} orders: made in ${duration(grown.fillMs)}, built in ${
          duration(grown.buildMs)
        }`,
      );
      columns.push({ name: whole(shape.orders), measured: await measure(url, only) });
    }
    sayTable(columns);
  });
}

interface Column {
  /** How many orders. */
  readonly name: string;
  readonly measured: readonly Measured[];
}

async function measure(url: string, only: RegExp): Promise<readonly Measured[]> {
  await using shop = openShop(url);
  const questions = (await questionsFor(shop)).filter(({ name }) => only.test(name));
  if (questions.length === 0) throw new UsageError(`Cannot measure: no question's name matches ${only}`);
  await shop.fillViews();
  const measured = questions.map((question) => ({ question, lane: "", ms: [] as number[] }));
  // In turns, so that a machine that is busy for a while is so for all of them. The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    for (const each of measured) {
      if (each.lane === "DIRECT" && round > directRounds) continue;
      const { lane, ms } = await ask(shop, each.question, round);
      each.lane = lane;
      if (round > 0) each.ms.push(ms);
    }
  }
  return measured;
}

async function ask(
  shop: AskedShop,
  { name, document, variables }: Question,
  round: number,
): Promise<{ readonly lane: string; readonly ms: number }> {
  const begin = performance.now();
  const { errors, extensions } = await shop.ask(document, variables(round));
  const ms = performance.now() - begin;
  if (!errors) return { lane: Object.values(extensions?.answers ?? {})[0]?.lane ?? "", ms };
  const isTooBroad = errors.every((error) => error.extensions?.code === "QUERY_TOO_BROAD");
  if (!isTooBroad) throw new Error(`Cannot measure ${name}: ${JSON.stringify(errors)}`);
  return { lane: "too broad", ms };
}

function sayTable(columns: readonly Column[]): void {
  const names = columns.flatMap(({ name }) => [`${name} orders: p50`, "p95"]);
  say(head(["question", "lane", ...names, ...(columns.length > 1 ? ["p50 to p50"] : []), "budget", ""]));
  for (const column of columns) reportColumn(column);
  for (const [index, { question }] of (columns.at(-1)?.measured ?? []).entries()) {
    const cells = columns.map(({ measured }) => measured[index]);
    const medians = cells.map((cell) => median(cell?.ms ?? []));
    const ratio = (medians.at(-1) ?? NaN) / (medians[0] ?? NaN);
    const { lane, ms } = cells.at(-1) ?? { lane: "", ms: [] };
    say(row([
      question.name,
      lane,
      ...cells.flatMap((
        cell,
        at,
      ) => [duration(medians[at] ?? NaN), duration(percentile(cell?.ms ?? [], 0.95))]),
      ...(columns.length > 1 ? [ratio.toFixed(2)] : []),
      duration(question.budgetMs),
      lane !== "too broad" && percentile(ms, 0.95) < question.budgetMs ? "kept" : "**missed**",
    ]));
  }
}

function reportColumn({ name, measured }: Column): void {
  for (const { question, lane, ms } of measured) {
    if (lane === "too broad") continue;
    const named = { group: `${name} orders, ${lane}`, name: question.name, unit: "ms" } as const;
    report({ ...named, values: ms });
    const budget = { atMost: question.budgetMs };
    report({ ...named, group: `${named.group}, p95`, values: [percentile(ms, 0.95)], budget });
  }
}

function patternOf(text: string): RegExp {
  try {
    return new RegExp(text, "i");
  } catch (error) {
    throw new UsageError(`Cannot read --only: ${messageOf(error)}`);
  }
}

const { values } = await orExit(() =>
  parseArgs({
    args: [...ownArgs],
    options: {
      help: { type: "boolean", short: "h" },
      database: { type: "string" },
      only: { type: "string", default: "" },
    },
  })
);
if (values.help) printHelp(help);
await orExit(async () => {
  const only = patternOf(values.only);
  if (values.database) sayTable([{ name: "its", measured: await measure(values.database, only) }]);
  else await main(only);
});
