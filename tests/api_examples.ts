/** For tests: docs/API.md, and what its examples, and the README's, are answered on the demo's data. */
import { superstorePath } from "../src/cli/demo_data.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { importOrders } from "../src/importer/import.ts";
import { askedShop } from "./asking.ts";
import { type Example, type ExampleRequest, examplesOf, requestOf, requestsOf } from "./document.ts";
import { testWeb } from "./web.ts";

/** Where it stands. */
export const page = new URL("../docs/API.md", import.meta.url);
const readme = new URL("../README.md", import.meta.url);

// As `deno task demo` has it.
const shop = { timeZone: "UTC", currency: "USD", weekStart: 1 } as const;
const now = Temporal.Instant.from("2017-12-30T23:59:59.999Z");

export interface Answered extends Example {
  /** What the shop says today, without lanes and moments. */
  readonly given: unknown;
}

export interface AnsweredRequest extends ExampleRequest {
  readonly given: unknown;
}

/** What the page shows, as it is answered today. */
export interface AnsweredPage {
  readonly examples: readonly Answered[];
  readonly requests: readonly AnsweredRequest[];
  /** Those of the README. */
  readonly ofReadme: readonly AnsweredRequest[];
}

/** Imports the demo's data, builds all, and asks everything that the page asks. */
export async function answerPage(): Promise<AnsweredPage> {
  const text = await Deno.readTextFile(page);
  await using database = await testDatabase();
  await importOrders({ path: superstorePath(), url: database.url, shop });
  await using asked = askedShop(database.url, shop, now);
  await asked.build();
  const examples: Answered[] = [];
  for (const example of examplesOf(text)) {
    const { extensions: _, ...given } = await asked.ask(example.query);
    examples.push({ ...example, given });
  }
  await using web = await testWeb(database.url, { shop, businessNow: now });
  const answersIn = async (document: string) => {
    const requests: AnsweredRequest[] = [];
    for (const example of requestsOf(document)) {
      const { url, init } = requestOf(example.command);
      const response = await fetch(web.address + url.pathname + url.search, init);
      requests.push({ ...example, given: await response.json() });
    }
    return requests;
  };
  const ofReadme = await answersIn(await Deno.readTextFile(readme));
  return { examples, requests: await answersIn(text), ofReadme };
}

/** @returns an answer without what is another with each request: moments, ids, and lanes, since answers are kept */
export function withoutMoments(answer: unknown): unknown {
  return JSON.parse(
    JSON.stringify(answer),
    (key, value: unknown) => ["asOf", "requestId", "lane"].includes(key) ? typeof value : value,
  );
}
