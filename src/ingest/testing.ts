/** Orders as their senders write them, in tests. */
import { asRole } from "../dev/as_role.ts";
import { testDatabase } from "../dev/test_database.ts";
import { createIngest, type Ingest, type IngestOptions, type Result, type Turn } from "./ingest.ts";
import { withSql } from "../dev/with_sql.ts";

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

export interface TestIngest extends Ingest, AsyncDisposable {
  /** Stores a batch; fails the test where it is refused as a whole. */
  send(
    orders: readonly (Readonly<Record<string, unknown>> | string)[],
    key?: string,
  ): Promise<readonly Result[]>;
  remove: Turn["remove"];
}

/** Ends with the test, as `await using`. */
export function testIngest(url: string, options: Partial<IngestOptions> = {}): TestIngest {
  const ingest = createIngest({ url, shop, ...options });
  const inTurn = async <T>(work: (turn: Turn) => Promise<T>): Promise<T> => {
    using turn = ingest.begin();
    if (!turn) throw new Error("Cannot go on: all places are taken");
    return await work(turn);
  };
  return {
    ...ingest,
    async send(orders, key) {
      const ingested = await inTurn((turn) => turn.store(bodyOf(orders), key));
      if (ingested.kind !== "taken") {
        throw new Error(`Cannot go on: the batch is refused (${ingested.kind})`);
      }
      return ingested.results;
    },
    remove: (orderId) => inTurn((turn) => turn.remove(orderId)),
    [Symbol.asyncDispose]: () => ingest.close(),
  };
}
