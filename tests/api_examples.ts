/** For tests: docs/API.md, and what its examples are answered on the demo's data. */
import { superstorePath } from "../src/cli/demo_data.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { importOrders } from "../src/importer/import.ts";
import { askedShop } from "./asking.ts";
import { type Example, examplesOf } from "./document.ts";

/** Where it stands. */
export const page = new URL("../docs/API.md", import.meta.url);

// As `deno task demo` has it.
const shop = { timeZone: "UTC", currency: "USD", weekStart: 1 } as const;
const now = Temporal.Instant.from("2017-12-30T23:59:59.999Z");

export interface Answered extends Example {
  /** What the shop says today, without lanes and moments. */
  readonly given: unknown;
}

/** Imports the demo's data, builds all, and asks everything that the page asks. */
export async function answerExamples(): Promise<readonly Answered[]> {
  const examples = examplesOf(await Deno.readTextFile(page));
  await using database = await testDatabase();
  await importOrders({ path: superstorePath(), url: database.url, shop });
  await using asked = askedShop(database.url, shop, now);
  await asked.build();
  const answered: Answered[] = [];
  for (const example of examples) {
    const { extensions: _, ...given } = await asked.ask(example.query);
    answered.push({ ...example, given });
  }
  return answered;
}
