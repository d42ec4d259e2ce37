/** Orders as their senders write them, in tests. */
import { asRole, testDatabase } from "../dev/test_database.ts";
import { withSql } from "../importer/testing.ts";
import { createIngest, type Ingest, type IngestOptions, type Result } from "./ingest.ts";

export const shop = { timeZone: "Europe/Berlin", currency: "EUR" };

/** An order of one line; `own` takes the place of what it says, `line` of what its line says. */
export function order(
  id: string,
  own: Readonly<Record<string, unknown>> = {},
  line: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    order_id: id,
    order_date: "2024-02-29T12:00:00Z",
    customer_id: "ann",
    lines: [{ product_id: "mug", quantity: 1, unit_price: 9.95, ...line }],
    ...own,
  };
}

/** @returns a batch's body; texts are lines as they are */
export function bodyOf(
  orders: readonly (Readonly<Record<string, unknown>> | string)[],
): Uint8Array<ArrayBuffer> {
  const lines = orders.map((one) => typeof one === "string" ? one : JSON.stringify(one));
  return new TextEncoder().encode(lines.map((line) => `${line}\n`).join(""));
}

export interface WriterDatabase extends AsyncDisposable {
  /** Of a superuser. */
  readonly url: string;
  /** Of one who may do what laneway_writer may, and no more. */
  readonly writer: string;
}

export async function writerDatabase(): Promise<WriterDatabase> {
  const { url, [Symbol.asyncDispose]: drop } = await testDatabase();
  // What is granted on a database is not copied from its template.
  await withSql(url, (sql) => sql`select grant_roles()`);
  return { url, writer: asRole(url, "writer"), [Symbol.asyncDispose]: drop };
}

/** Ends with the test, as `await using`. */
export function testIngest(
  url: string,
  options: Partial<IngestOptions> = {},
): Ingest & AsyncDisposable & {
  /** Stores a batch; fails the test where it is refused as a whole. */
  send(
    orders: readonly (Readonly<Record<string, unknown>> | string)[],
    key?: string,
  ): Promise<readonly Result[]>;
} {
  const ingest = createIngest({ url, shop, ...options });
  return {
    ...ingest,
    async send(orders, key) {
      using turn = ingest.begin();
      const ingested = await turn?.store(bodyOf(orders), key);
      if (ingested?.kind !== "taken") {
        throw new Error(`Cannot go on: the batch is refused (${ingested?.kind})`);
      }
      return ingested.results;
    },
    [Symbol.asyncDispose]: () => ingest.close(),
  };
}
