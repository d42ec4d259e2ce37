/**
 * For tests: the law of the lanes, over every field of the schema. Whatever is asked of aggregates and views is answered as
 * the orders answer it: with any filter, any comparison, wherever a range cuts.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import postgres from "postgres";
import { createLog } from "../src/base/log.ts";
import { createPool } from "../src/db/pool.ts";
import { asRole } from "../src/dev/as_role.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import type { GraphqlResult } from "../src/graphql/execute.ts";
import { refreshViews } from "../src/precompute/views.ts";
import type { Calendar } from "../src/analytics/period.ts";
import { anyQuestion, type AskedQuestion, type Catalogue, documentOf, fields } from "./any_question.ts";
import { askIn } from "./asking.ts";
import { analyticsOver, buildAggregates, cutIn, fillShop, laneOf, last } from "./lanes_law.ts";
import { zones, zonesBackOverMidnight } from "./zones.ts";

const log = createLog({ write: () => {} });

/** How often each field was answered by each lane, such as `salesOverview AGGREGATE`. */
export type LaneTally = ReadonlyMap<string, number>;

/** Fails where some lane answers differently; `runs` questions a zone. */
export async function checkFields(runs: number): Promise<LaneTally> {
  await using database = await testDatabase();
  await fillShop(database.url);
  const catalogue = await readCatalogue(database.url);
  // Each with the rights that its process needs and no more.
  const keeper = createPool({
    url: asRole(database.url, "precompute"),
    size: 2,
    deadlineMs: 30_000,
    name: "test",
  });
  const pool = createPool({ url: asRole(database.url, "reader"), size: 4, deadlineMs: 30_000, name: "test" });
  const tally = new Map<string, number>();
  for (const timeZone of [...zones, ...zonesBackOverMidnight]) {
    await buildAggregates(keeper, { timeZone, weekStart: 1 }, last);
    await refreshViews({ pool: keeper, log }, "all");
    const instant = cutIn(timeZone);
    const asked = fc.record({
      now: instant,
      weekStart: fc.constantFrom<1 | 7>(1, 7),
      question: anyQuestion(catalogue, instant),
    });
    await fc.assert(
      fc.asyncProperty(asked, async ({ now, weekStart, question }) => {
        const calendar: Calendar = { timeZone, weekStart };
        const { fast, direct } = analyticsOver(pool, calendar, now);
        const [quick, slow] = [await answer(askIn(fast), question), await answer(askIn(direct), question)];
        assert.deepEqual(toldBy(quick), toldBy(slow), `${timeZone} at ${now}`);
        assert.equal(laneOf(slow), "DIRECT");
        const kind = `${question.field} ${laneOf(quick)}`;
        tally.set(kind, (tally.get(kind) ?? 0) + 1);
      }),
      { numRuns: runs },
    );
  }
  await Promise.all([pool.close(), keeper.close()]);
  return tally;
}

/** @returns the fields that nothing was asked of, and the lanes that answered nothing */
export function untried(tally: LaneTally): readonly string[] {
  const kinds = [...tally.keys()];
  return [
    ...fields.filter((field) => !kinds.some((kind) => kind.startsWith(`${field} `))),
    ...["VIEW", "AGGREGATE", "DIRECT"].filter((lane) => !kinds.some((kind) => kind.endsWith(` ${lane}`))),
  ];
}

/** @returns what there is to name in a shop */
export async function readCatalogue(url: string): Promise<Catalogue> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const ids = async (table: string) =>
    (await sql`select id from ${sql(table)} order by name`).map(({ id }) => id);
  try {
    return {
      products: await ids("products"),
      categories: await ids("categories"),
      customers: await ids("customers"),
      salesReps: await ids("sales_representatives"),
      regions: ["West", "East"],
      segments: ["Gold", "Basic"],
    };
  } finally {
    await sql.end();
  }
}

/** Asks for all that there is to know. @throws where the question fails, other than for what no longer exists */
export async function answer(
  ask: ReturnType<typeof askIn>,
  question: AskedQuestion,
): Promise<GraphqlResult> {
  const result = await ask(documentOf(question), question.variables);
  const failed = result.errors?.filter(({ extensions }) => extensions?.code !== "NOT_FOUND") ?? [];
  assert.deepEqual(failed, []);
  return result;
}

/** @returns what was answered, without how */
export function toldBy({ data, errors }: GraphqlResult): unknown {
  return { data, errors: errors?.map(({ message }) => message) };
}
