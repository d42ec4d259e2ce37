/**
 * The law of ingesting: however a history of orders is cut into batches, what is stored of them is what an import of their last
 * states stores; and whenever it is drained, the aggregates are what the orders say.
 */
import assert from "node:assert/strict";
import * as fc from "fast-check";
import { createClock } from "../src/base/clock.ts";
import { createPool } from "../src/db/pool.ts";
import { testIngest, type WriterDatabase, writerDatabase } from "../src/ingest/testing.ts";
import { type Contents, contentsOf, importText, withoutCategoryIds } from "../src/importer/testing.ts";
import { drainAll } from "../src/precompute/drain.ts";
import { isEqual, verifyAggregates } from "../src/precompute/verify.ts";

type Cells = Readonly<Record<string, string>>;

/** An order as it is from now on, or its end. */
interface Event {
  readonly id: string;
  readonly own: Cells;
  readonly lines: readonly Cells[];
  readonly isDeleted: boolean;
}

interface History {
  readonly events: readonly Event[];
  /** How many events the next batch takes at most, one number a batch, over and over. */
  readonly sizes: readonly number[];
  /** After how many batches it is drained, each time. */
  readonly drainEvery: number;
}

const dates = [
  "2024-01-31T23:59:59.999999Z",
  "2024-02-01T00:00:00+01:00",
  "2024-02-29",
  "2024-03-31T02:30:00",
  "2023-12-24",
];
// What a customer, a product or a rep is called goes by the id: which of two names is the last is not what this is about.
const parties = (who: number) => ({
  customer_id: `c${who}`,
  customer_name: `Customer ${who}`,
  customer_email: `c${who}@example.org`,
});
const products = (what: number) => ({
  product_id: `p${what}`,
  product_name: `Product ${what}`,
  category: `Top > Sub ${what % 2}`,
  unit_price: `${what + 1}.25`,
  unit_cost: `${what}.5`,
});
const line = fc.record({
  what: fc.nat(3),
  quantity: fc.constantFrom(-2, 1, 3),
  total: fc.option(fc.nat(900)),
})
  .map(({ what, quantity, total }): Cells => ({
    ...products(what),
    quantity: String(quantity),
    ...(total !== null && { line_total: `${total}.05` }),
  }));
const event = fc.record({
  id: fc.nat(7).map((number) => `o${number}`),
  own: fc.record({
    order_date: fc.constantFrom(...dates),
    status: fc.constantFrom("completed", "completed", "pending", "cancelled"),
    who: fc.nat(3),
    segment: fc.constantFrom("", "New", "Premium"),
    rep: fc.constantFrom("", "r1", "r2"),
  }).map(({ order_date, status, who, segment, rep }): Cells => ({
    order_date,
    status,
    ...parties(who),
    customer_segment: segment,
    sales_rep_id: rep,
    region: "West",
  })),
  lines: fc.array(line, { minLength: 1, maxLength: 4 }),
  isDeleted: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
});
const history: fc.Arbitrary<History> = fc.record({
  events: fc.array(event, { minLength: 1, maxLength: 25 }),
  sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
  drainEvery: fc.integer({ min: 1, max: 4 }),
});

/** @param runs so many histories, each in databases of its own */
export async function checkIngest(runs: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(history, async (one) => {
      await using ingested = await writerDatabase();
      await using imported = await writerDatabase();
      await ingestAll(ingested, one);
      await importText(imported.url, fileOf(lastStates(one.events)));
      const [got, expected] = await Promise.all([contentsOf(ingested.url), contentsOf(imported.url)]);
      for (const table of ["orders", "order_items", "order_ids"] as const) {
        assert.deepEqual(got[table], expected[table], table);
      }
      requireAll(got, expected);
    }),
    { numRuns: runs, endOnFailure: true },
  );
}

async function ingestAll(
  { url, writer }: WriterDatabase,
  { events, sizes, drainEvery }: History,
): Promise<void> {
  await using ingest = testIngest(writer);
  const pool = createPool({ url, size: 2, deadlineMs: 60_000, name: "test" });
  const drain = () => drainAll(pool, { timeZone: "Europe/Berlin", weekStart: 1, clock: createClock() });
  const waiting = [...events];
  for (let batches = 0; waiting.length > 0; batches++) {
    const first = waiting[0];
    if (first?.isDeleted) {
      await ingest.remove(first.id);
      waiting.shift();
      continue;
    }
    const end = waiting.findIndex(({ isDeleted }) => isDeleted);
    const size = Math.min(sizes[batches % sizes.length] ?? 1, end < 0 ? waiting.length : end);
    const batch = waiting.splice(0, size).map(({ id, own, lines }) => ({ order_id: id, ...own, lines }));
    for (const { result, reason } of await ingest.send(batch)) assert.notEqual(result, "rejected", reason);
    if (batches % drainEvery === 0) await drain();
  }
  await drain();
  const { asOf, tables } = await verifyAggregates(pool);
  assert.ok(asOf);
  assert.deepEqual(tables.filter((table) => !isEqual(table)), []);
  await pool.close();
}

function lastStates(events: readonly Event[]): readonly Event[] {
  const last = new Map<string, Event>();
  for (const one of events) last.set(one.id, one);
  return [...last.values()].filter(({ isDeleted }) => !isDeleted);
}

function fileOf(orders: readonly Event[]): string {
  const columns =
    "order_id,order_date,status,customer_id,customer_name,customer_email,customer_segment,sales_rep_id,region,product_id,product_name,category,unit_price,unit_cost,quantity,line_total";
  const rows = orders.flatMap(({ id, own, lines }) =>
    lines.map((line) => {
      const cells: Cells = { order_id: id, ...own, ...line };
      return columns.split(",").map((column) => cells[column] ?? "").join(",");
    })
  );
  // An empty row is no row, and a file without orders is none.
  return `${columns}\n${rows.join("\n")}\n`;
}

/** Whoever is named by an order that is gone, or another now, stays; and a customer's segment now may be that of such an order. */
function requireAll(got: Contents, expected: Contents): void {
  const [ours, theirs] = [got, expected].map(({ customers, ...others }) =>
    withoutCategoryIds({
      ...others,
      customers: customers.map((customer) => ({ ...customer, segment: null })),
    })
  ).map((contents) =>
    new Set(
      Object.entries(contents as Record<string, readonly unknown[]>).flatMap(([table, rows]) =>
        rows.map((row) => `${table} ${JSON.stringify(row)}`)
      ),
    )
  );
  assert.deepEqual([...theirs ?? []].filter((row) => !ours?.has(row)), []);
}
