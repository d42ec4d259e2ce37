/** What outdates which answers: each change alone, and every question that it may alter. */
import assert from "node:assert/strict";
import type { Analytics } from "../src/analytics/analytics.ts";
import { createCoverage } from "../src/analytics/coverage.ts";
import { createClock } from "../src/base/clock.ts";
import { createLog } from "../src/base/log.ts";
import { createPool, type Pool } from "../src/db/pool.ts";
import { parseStatement } from "../src/db/statements.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { drainAll } from "../src/precompute/drain.ts";
import { refreshViews } from "../src/precompute/views.ts";
import { type AskedQuestion, type Catalogue, documentOf, fields } from "./any_question.ts";
import { askIn } from "./asking.ts";
import { processes } from "./cache_law.ts";
import { beginHistory } from "./change_history.ts";
import { answer, readCatalogue, toldBy } from "./fields_law.ts";
import { laneOf } from "./lanes_law.ts";

const log = createLog({ write: () => {} });
const calendar = { timeZone: "Europe/Berlin", weekStart: 1 } as const;
const now = Temporal.Instant.from("2011-02-15T12:00:00Z");
const january = { startDate: "2010-12-31T23:00:00Z", endDate: "2011-01-31T23:00:00Z" };

/** Every field, about a month and the one before, or the year to date; and with filters by what may change beside sales. */
function battery(catalogue: Catalogue): readonly AskedQuestion[] {
  const first = (values: readonly string[]) => values.slice(0, 1);
  const filters = [
    {},
    { filter: { regions: ["West"] } },
    { filter: { categoryIds: first(catalogue.categories) } },
  ];
  const others = {
    metric: ["CUSTOMERS", "REVENUE", "PROFIT"],
    groupBy: ["SALES_REP", "PRODUCT", "CATEGORY"],
    sortBy: ["REVENUE"],
    productId: first(catalogue.products),
    customerId: first(catalogue.customers),
  };
  const spans = [{ period: "CUSTOM", dateRange: january }, { period: "YEAR" }];
  const spansOf = (index: number) => index === 0 ? spans : spans.slice(index % 2, index % 2 + 1);
  const asked = fields.flatMap((field) =>
    filters.flatMap((filter, index) =>
      spansOf(index).map((span): AskedQuestion => ({
        field,
        parts: { customers: true, orders: true },
        variables: {
          ...span,
          ...filter,
          ...Object.fromEntries(
            Object.entries(others).map(([name, values]) => [name, values[index % values.length]]),
          ),
        },
      }))
    )
  );
  const overAllTime = ["topProducts", "products", "marginAnalysis", "customerSegments"].map((field) => ({
    field,
    parts: { customers: true, orders: true },
    variables: { sortBy: "REVENUE", groupBy: "PRODUCT" },
  }));
  // Fields leave what they do not know: many come to the same question.
  const distinct = new Map([...asked, ...overAllTime].map((question) => [textOf(question), question]));
  return [...distinct.values()];
}

function textOf(question: AskedQuestion): string {
  const document = documentOf(question);
  const known = Object.entries(question.variables).filter(([name]) => document.includes(`$${name}:`));
  return JSON.stringify([document, known]);
}

/** @returns SQL that sells a product to a customer */
const sell = (at: string, customer: number, rep: number, product: number) => `
  with o as (
    insert into orders (order_date, total_amount, customer_id, sales_rep_id, customer_segment)
    select '${at}', 10 + ${customer}, c.id, r.id, case when ${customer} % 2 = 1 then 'Gold' else 'Basic' end
    from customers c, sales_representatives r
    where c.name = 'Customer ${customer}' and r.name = 'Rep ${rep}'
    returning id, order_date
  )
  insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
  select o.id, o.order_date, p.id, 1, 10, 10 + ${customer}, 4 from o, products p where p.name = 'Product ${product}'`;

/** Categories one below the other, and sales of each customer in January, or in December and February. */
const shop = [
  "update categories set parent_id = (select id from categories where name = 'Category 1') where name = 'Category 2'",
  ...[1, 2, 3, 4].map((number) =>
    `update products set category_id = (select id from categories where name = 'Category ${number}') where name = 'Product ${number}'`
  ),
  ...[1, 2, 3, 4].map((number) => sell(`2011-01-1${number}T12:00Z`, number, number % 2 + 1, number)),
  ...[3, 4, 5].map((number) => sell(`2010-12-1${number}T12:00Z`, number, number % 2 + 1, number - 2)),
  ...[1, 4, 5].map((number) => sell(`2011-02-1${number}T12:00Z`, number, number % 2 + 1, number)),
];

/** Each alters some answer. */
const changes: Readonly<Record<string, string>> = {
  "an order in the month": sell("2011-01-20T12:00Z", 1, 1, 1),
  "one in the month before": sell("2010-12-20T12:00Z", 1, 1, 1),
  "one of today": sell("2011-02-15T11:30Z", 1, 1, 1),
  "one of the year before": sell("2010-02-10T12:00Z", 1, 1, 1),
  "the first of a customer, before all ranges": sell("2009-11-01T12:00Z", 2, 2, 2),
  "an order of another rep":
    `update orders set sales_rep_id = (select id from sales_representatives where name = 'Rep 2')
    where order_date = '2011-01-20T12:00Z'`,
  "another cost": "update order_items set unit_cost = 1 where order_date = '2011-01-20T12:00Z'",
  "a removed order": "delete from orders where order_date = '2011-01-12T12:00Z'",
  "a rep of another region": "update sales_representatives set region = 'East' where name = 'Rep 1'",
  "another commission": "update sales_representatives set commission_rate = 20 where name = 'Rep 1'",
  "a rep of another name": "update sales_representatives set name = 'Rep 1, renamed' where name = 'Rep 1'",
  "a category below another":
    `update categories set parent_id = (select id from categories where name = 'Category 3')
    where name = 'Category 2'`,
  "a product of another category":
    `update products set category_id = (select id from categories where name = 'Category 4')
    where name = 'Product 1'`,
  "a category of another name":
    "update categories set name = 'Category 4, renamed' where name = 'Category 4'",
  "a product of another name": "update products set name = 'Product 3, renamed' where name = 'Product 3'",
  "a new product": "insert into products (name, selling_price) values ('Product 6', 10)",
  "a removed product": "delete from products where name = 'Product 6'",
  "a customer of another name": "update customers set name = 'Customer 3, renamed' where name = 'Customer 3'",
  "a customer of another segment": "update customers set segment = 'Gold' where name = 'Customer 1'",
  "two customers in one": `select merge_customers(a.id, b.id) from customers a, customers b
    where a.name = 'Customer 4' and b.name = 'Customer 5'`,
};

async function tellAll(
  analytics: Analytics,
  questions: readonly AskedQuestion[],
): Promise<readonly { readonly told: string; readonly isKept: boolean }[]> {
  const answers = [];
  for (const question of questions) {
    const result = await answer(askIn(analytics), question);
    await analytics.cache?.tiers.settle();
    answers.push({ told: JSON.stringify(toldBy(result)), isKept: laneOf(result) === "CACHE" });
  }
  return answers;
}

interface Stage {
  readonly pool: Pool;
  readonly catalogue: Catalogue;
  readonly uncached: Analytics;
  readonly kept: Analytics;
  /** Drains, and has what is kept grow older than anything outdated is told. */
  settle(): Promise<void>;
}

/** A small shop, drained, whose views are refreshed. */
async function withStage(work: (stage: Stage) => Promise<void>): Promise<void> {
  await using database = await testDatabase();
  await using _history = await beginHistory(database.url);
  const pool = createPool({ url: database.url, size: 3, deadlineMs: 60_000, name: "test" });
  try {
    for (const text of shop) await pool.run(parseStatement("shop", text));
    const clock = createClock(now);
    await drainAll(pool, { ...calendar, clock });
    await refreshViews({ pool, log }, "all");
    const coverage = () => createCoverage(pool, clock)();
    const uncached = { database: pool, direct: pool, calendar, currency: "USD", clock, coverage };
    const { cached: [kept], pass } = processes(uncached, pool);
    assert.ok(kept);
    const settle = async () => {
      await drainAll(pool, { ...calendar, clock });
      pass(2_100);
    };
    await work({ pool, catalogue: await readCatalogue(database.url), uncached, kept, settle });
  } finally {
    await pool.close();
  }
}

Deno.test("whatever one change alters is not told as it was, in any field, and what it leaves is kept", () =>
  withStage(async ({ pool, catalogue, uncached, kept, settle }) => {
    const questions = battery(catalogue);
    let before = await tellAll(uncached, questions);
    await tellAll(kept, questions);
    let [told, left] = [0, 0];
    const check = async (what: string, change: () => Promise<unknown>) => {
      await change();
      await settle();
      const [computed, answers] = [await tellAll(uncached, questions), await tellAll(kept, questions)];
      for (const [index, question] of questions.entries()) {
        assert.equal(answers[index]?.told, computed[index]?.told, `${what}: ${JSON.stringify(question)}`);
      }
      assert.ok(computed.some(({ told }, index) => told !== before[index]?.told), what);
      before = computed;
      told += answers.length;
      left += answers.filter(({ isKept }) => isKept).length;
    };
    for (const [what, text] of Object.entries(changes)) {
      await check(what, () => pool.run(parseStatement("change", text)));
    }
    await check("a refresh of the views", () => refreshViews({ pool, log }, "all"));
    assert.ok(left > told / 5, `${left} of ${told} kept`);
  }));
