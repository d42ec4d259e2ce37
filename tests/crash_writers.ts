/** For tests: a small shop, and writers who change it in every way, each on a connection of its own. */
import { createHash } from "node:crypto";
import postgres from "postgres";
import { Random, weighted } from "../src/seeder/random.ts";

// So many that what a drain loses is seldom touched again, and so put right, by chance.
const products = 200;
const customers = 500;
// Around the night in which New York turns its clock back.
const first = Temporal.Instant.from("2011-10-20T00:00:00Z");
const days = 30;
/** More than a statement may touch without touching whole days. */
const many = 1001;
// What writers do to each other: a deadlock, an order that moved to another partition meanwhile, a line for an order that is
// gone. The statement is rolled back.
const collisions = new Set(["40P01", "40001", "23503"]);

/** @param url of a database without rows */
export async function makeShop(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  // The last days lie in the default partition.
  await sql`select create_order_months('2011-10-01', '2011-10-31')`;
  await sql.unsafe(`
    insert into categories (id, name) select md5('category ' || i)::uuid, 'Category ' || i from generate_series(0, 2) i;
    insert into products (id, name, category_id, selling_price)
      select md5('product ' || i)::uuid, 'Product ' || i, md5('category ' || i % 3)::uuid, 10
      from generate_series(0, ${products - 1}) i;
    insert into customers (id, name) select md5('customer ' || i)::uuid, 'Customer ' || i
      from generate_series(0, ${customers - 1}) i;
    insert into sales_representatives (id, name) values (md5('rep 0')::uuid, 'Rep'), (md5('rep 1')::uuid, 'Other')`);
  await sql.end();
}

export interface Written {
  readonly changes: number;
  readonly collisions: number;
}

/**
 * Changes orders until the signal aborts.
 * @param ids of the orders that all writers have made; some may be gone
 */
export async function keepWriting(
  url: string,
  random: Random,
  ids: string[],
  signal: AbortSignal,
): Promise<Written> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  let [changes, collided] = [0, 0];
  try {
    while (!signal.aborted) {
      const { change } = kinds[pickKind(random)] ?? kinds[0];
      try {
        await change(sql, random, ids);
        changes++;
      } catch (error) {
        if (!(error instanceof postgres.PostgresError) || !collisions.has(error.code)) throw error;
        collided++;
      }
    }
  } finally {
    await sql.end();
  }
  return { changes, collisions: collided };
}

type ChangeShop = (sql: postgres.Sql, random: Random, ids: string[]) => Promise<unknown>;

const kinds: readonly [Kind, ...Kind[]] = [
  { weight: 30, change: (sql, random, ids) => sql.begin((tx) => sell(tx, random, ids)) },
  // An order and its lines in transactions of their own.
  { weight: 10, change: sell },
  {
    weight: 14,
    change: (sql, random, ids) =>
      sql`update orders set status = ${drawStatus(random)} where id = ${drawId(random, ids)}`,
  },
  {
    weight: 8,
    change: (sql, random, ids) =>
      sql`update orders set total_amount = ${drawTotal(random)} where id = ${drawId(random, ids)}`,
  },
  {
    weight: 10,
    change: (sql, random, ids) =>
      sql`update orders set order_date = ${drawInstant(random)} where id = ${drawId(random, ids)}`,
  },
  {
    weight: 8,
    change: (sql, random, ids) =>
      sql`update orders set customer_id = ${drawCustomer(random)}, sales_rep_id = ${drawRep(random)}
        where id = ${drawId(random, ids)}`,
  },
  { weight: 8, change: (sql, random, ids) => addLine(sql, random, drawId(random, ids)) },
  {
    weight: 6,
    change: (sql, random, ids) =>
      sql`update order_items set product_id = ${drawProduct(random)}, total_price = ${drawTotal(random)}
        where order_id = ${drawId(random, ids)}`,
  },
  {
    weight: 6,
    change: (sql, random, ids) => sql`delete from order_items where order_id = ${drawId(random, ids)}`,
  },
  {
    weight: 16,
    change: (sql, random, ids) => sql`delete from orders where id = ${drawId(random, ids)}`,
  },
  {
    weight: 1,
    change: (sql, random) =>
      sql`update products set category_id = md5('category ' || ${random.below(3)}::int)::uuid
        where id = ${drawProduct(random)}`,
  },
  { weight: 0.1, change: load },
];

interface Kind {
  readonly weight: number;
  readonly change: ChangeShop;
}

const pickKind = weighted(kinds.map(({ weight }) => weight));

async function sell(sql: postgres.ISql, random: Random, ids: string[]): Promise<void> {
  const [order] = await sql`
    insert into orders (order_date, total_amount, status, customer_id, sales_rep_id, customer_segment)
    values (${drawInstant(random)}, ${drawTotal(random)}, ${drawStatus(random)}, ${drawCustomer(random)},
      ${drawRep(random)}, ${random.pick(["Gold", "Basic", null])})
    returning id`;
  for (let lines = random.below(3); lines > 0; lines--) await addLine(sql, random, order?.id);
  ids.push(order?.id);
}

async function addLine(sql: postgres.ISql, random: Random, order: string | null): Promise<void> {
  await sql`
    insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
    select id, order_date, ${drawProduct(random)}, ${1 + random.below(3)}, 10, ${drawTotal(random)},
      ${random.chance(0.2) ? null : random.below(8)}
    from orders where id = ${order}`;
}

/** A bulk load, which logs whole days, and its end. */
async function load(sql: postgres.Sql, random: Random): Promise<void> {
  const at = drawInstant(random);
  const rep = idOf("rep", 1);
  await sql`insert into orders (order_date, total_amount, sales_rep_id)
    select ${at}::timestamptz + i * interval '1 minute', i % 50, ${rep} from generate_series(1, ${many}::int) i`;
  if (random.chance(0.7)) await sql`delete from orders where sales_rep_id = ${rep}`;
}

function drawId(random: Random, ids: readonly string[]): string | null {
  return ids.length > 0 ? random.pick(ids) : null;
}

function drawInstant(random: Random): string {
  return first.add({ seconds: random.below(days * 86_400) }).toString();
}

function drawStatus(random: Random): string {
  return random.pick(["completed", "completed", "completed", "pending", "cancelled"]);
}

/** Now and then a return's. */
function drawTotal(random: Random): number {
  return random.below(110) - 20;
}

function drawCustomer(random: Random): string | null {
  return random.chance(0.1) ? null : idOf("customer", random.below(customers));
}

function drawRep(random: Random): string | null {
  return random.chance(0.3) ? null : idOf("rep", random.below(2));
}

function drawProduct(random: Random): string {
  return idOf("product", random.below(products));
}

function idOf(kind: string, number: number): string {
  return createHash("md5").update(`${kind} ${number}`).digest("hex");
}
