/** For tests: plays steps of several connections in a fixed order, with a drain held where a step says. Nothing here waits for time. */
import postgres from "postgres";
import { createClock } from "../src/base/clock.ts";
import { createPool, type Parameters, type Pool, type Queryable } from "../src/db/pool.ts";
import { parseStatement, statement } from "../src/db/statements.ts";
import type { TestDatabase } from "../src/dev/test_database.ts";
import { type Aggregate, aggregates, columnList, productYears } from "../src/precompute/aggregates.ts";
import type { DrainOptions } from "../src/precompute/drain.ts";
import { withParametersOf } from "../src/precompute/store.ts";

export const options: DrainOptions = {
  timeZone: "America/New_York",
  weekStart: 1,
  clock: createClock(Temporal.Instant.from("2024-03-20T20:00:00Z")),
};

/** Where a drain can be held: it knows what to rebuild and has not begun to; or all is rebuilt and nothing committed. */
export type Point = "rebuild" | "finish";

export type Step =
  /** A statement on one of two connections. */
  | { readonly a: string }
  | { readonly b: string }
  /** A whole drain, on a connection of its own. */
  | "drain"
  /** A drain up to a point, and its end. At most one is held at a time. */
  | { readonly hold: Point }
  | "go on"
  /** What is wrong and not touched is wrong already now. */
  | "check";

export interface Interleaving {
  readonly name: string;
  /** What was there, and is drained. */
  readonly before?: string;
  readonly steps: readonly Step[];
}

/** A drain to be tried. */
export interface Subject {
  /** What it needs in a new database. */
  readonly prepare: string;
  /** What it must forget before the next interleaving, whose shop has no orders. */
  readonly reset: string;
  /** Names of the statements that it is held before. */
  readonly points: Readonly<Record<Point, string>>;
  /** Drains what it can; where another one is at it, it gives way or does what it does. */
  drain(pool: Pool): Promise<unknown>;
  /** Drains until nothing is left. */
  settle(pool: Pool): Promise<unknown>;
  /** Rows that are not what they must be; only those that nothing says are still to be drained, where `untouched`. */
  wrong(pool: Pool, untouched: boolean): Promise<readonly string[]>;
}

export interface Stage extends AsyncDisposable {
  readonly pool: Pool;
  readonly a: postgres.Sql;
  readonly b: postgres.Sql;
}

/** Two writers and a pool on a new database. */
export async function openStage(database: TestDatabase, prepare = ""): Promise<Stage> {
  const connect = () =>
    postgres(database.url, {
      max: 1,
      onnotice: () => {},
      connection: { TimeZone: "UTC", lock_timeout: 5_000 },
    });
  const [a, b] = [connect(), connect()];
  const pool = createPool({ url: database.url, size: 3, deadlineMs: 10_000, name: "test" });
  await a.unsafe(names + people + prepare);
  return {
    pool,
    a,
    b,
    async [Symbol.asyncDispose]() {
      await Promise.all([a.end({ timeout: 1 }), b.end({ timeout: 1 }), pool.close()]);
    },
  };
}

// So that steps can say who and what by name.
const names = `
  create function id(name text) returns uuid immutable language sql as 'select md5(name)::uuid';
  create function place(name text, at timestamptz, amount numeric, customer text default 'ada',
    state text default 'completed', rep text default null) returns void language sql as $$
    insert into orders (id, order_date, total_amount, customer_id, status, sales_rep_id)
      values (id(name), at, amount, id(customer), state, id(rep))
  $$;
  create function add_line(of text, product text, amount numeric) returns void language sql as $$
    insert into order_items (id, order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
      select id(of || product), id, order_date, id(product), 1, amount, amount, amount / 2 from orders where id = id(of)
  $$;
  select create_order_months('2024-01-01', '2024-03-01');
  insert into categories (id, name) values (id('home'), 'Home');
  insert into products (id, name, category_id, selling_price)
    values (id('lamp'), 'Lamp', id('home'), 10), (id('desk'), 'Desk', null, 10);
  insert into sales_representatives (id, name) values (id('rep'), 'Rep'), (id('lead'), 'Lead');`;
const people = `
  insert into customers (id, name) values (id('ada'), 'Ada'), (id('bob'), 'Bob'), (id('cyd'), 'Cyd')
    on conflict do nothing;
  -- Their numbers go on from here: over the bound of two chunks.
  insert into agg_customer_numbers (customer_id, number) values (id('nobody'), 16382) on conflict do nothing;`;

/** Passes on every statement, after `before` has settled. */
export function watched(
  pool: Pool,
  before: (name: string, transaction: Queryable) => Promise<void>,
): Pool {
  const watch = (inner: Queryable): Queryable => ({
    async run(statement, parameters) {
      await before(statement.name, inner);
      return await inner.run(statement, parameters);
    },
  });
  return {
    use: pool.use,
    ...watch(pool),
    snapshot: (mode, work) =>
      pool.snapshot(
        mode,
        (transaction) => work({ ...watch(transaction), attempt: (part) => transaction.attempt(part) }),
      ),
    close: (seconds) => pool.close(seconds),
  };
}

/** Work that is held before a statement. */
export interface Held<T> {
  /** @returns what the work came to */
  goOn(): Promise<T>;
}

/** Starts `work`, and returns once it is about to run the statement of that name. */
export async function holdBefore<T>(
  name: string,
  pool: Pool,
  work: (pool: Pool) => Promise<T>,
): Promise<Held<T>> {
  const reached = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const working = work(watched(pool, async (each) => {
    if (each !== name) return;
    reached.resolve();
    await gate.promise;
  }));
  const missed = working.then(() => {
    throw new Error(`Cannot hold before ${name}: it was not run`);
  });
  await Promise.race([reached.promise, missed]);
  missed.catch(() => {});
  return {
    goOn() {
      gate.resolve();
      return working;
    },
  };
}

/** @returns what is wrong at the end, and at the checks before: nothing, where the drain is right. It begins with no orders. */
export async function play(
  { before = "", steps }: Interleaving,
  subject: Subject,
  { pool, a, b }: Stage,
): Promise<readonly string[]> {
  // Left open where the one before has failed.
  await Promise.all([a.unsafe("rollback"), b.unsafe("rollback")]);
  await a.unsafe(`delete from orders; ${subject.reset} ${people} ${before}`);
  await subject.settle(pool);
  const wrong: string[] = [];
  let held: Held<unknown> | undefined;
  try {
    for (const step of steps) {
      if (step === "drain") await subject.drain(pool);
      else if (step === "check") wrong.push(...await subject.wrong(pool, true));
      else if (step === "go on") await held?.goOn();
      else if ("hold" in step) held = await holdBefore(subject.points[step.hold], pool, subject.drain);
      else if ("a" in step) await a.unsafe(step.a);
      else await b.unsafe(step.b);
    }
  } finally {
    await held?.goOn();
  }
  await subject.settle(pool);
  return [...wrong, ...await subject.wrong(pool, false)];
}

/** All that the steps write lies in these days. */
const range = { first_day: "2023-11-01", end_day: "2024-06-01" };

/** @returns rows of all aggregates that are missing or surplus, with where each lies, all in one snapshot */
async function differences(
  pool: Pool,
): Promise<readonly { readonly row: string; readonly place: string | null }[]> {
  return await pool.snapshot("read", async (transaction) => {
    const bounds = parseStatement(
      "bounds",
      `select day_start(:first_day, :zone) as from, day_start(:end_day, :zone) as to`,
    );
    const zone = options.timeZone;
    const [instants] = await transaction.run<{ from: Temporal.Instant; to: Temporal.Instant }>(bounds, {
      ...range,
      zone,
    });
    if (!instants) throw new TypeError("Cannot compare: no bounds");
    const years = await transaction.run<{ until: string }>(statement("verify/years_to_date"));
    const found: { row: string; place: string | null }[] = [];
    const compared = aggregates.flatMap((aggregate): readonly (readonly [Aggregate, Parameters])[] =>
      aggregate === productYears
        ? years.map((year) => [aggregate, { ...year }])
        : [[{ ...aggregate, scope: "true" }, { ...range, ...instants, zone }]]
    );
    for (const [{ table, key, values, definition, scope }, parameters] of compared) {
      const columns = columnList([...key, ...values]);
      const compare = withParametersOf(definition, `compare ${table}`, (defined) => `
        with defined as materialized (${defined}),
        stored as (select ${columns} from ${table} a where ${scope}),
        missing as (select ${columns} from defined except all select ${columns} from stored),
        surplus as (select ${columns} from stored except all select ${columns} from defined)
        select 'missing' as what, to_jsonb(m)::text as row from missing m
        union all select 'surplus', to_jsonb(s)::text from surplus s`);
      for (const { what, row } of await transaction.run<{ what: string; row: string }>(compare, parameters)) {
        const { day, metric_hour } = JSON.parse(row);
        const hour = metric_hour &&
          Temporal.Instant.from(metric_hour).toZonedDateTimeISO(zone).toPlainDate().toString();
        const place = table === "agg_product_category" ? "products" : hour ?? day ?? null;
        found.push({ row: `${what} ${table} ${row}`, place });
      }
    }
    return found;
  });
}

/** Days, and products. */
const touchedPlaces = parseStatement(
  "touched places",
  `
  select 'products' as place from touched where kind in ('product', 'listed_product')
  union all
  select day::text from (
    select day_of(at, :zone) as day from touched where kind in ('order', 'line')
    union select generate_series(day_of(at, :zone), day_of(until - interval '1 us', :zone), interval '1 day')::date
    from touched where kind = 'range'
  ) days`,
);
const touchedRows = parseStatement("touched rows", "select kind, at, reason from touched order by id");

/** @returns every row that differs from its definition, or, where `untouched`, that does so where nothing is touched */
export async function wrongRows(pool: Pool, untouched: boolean): Promise<readonly string[]> {
  if (untouched) {
    // Before the rows: what is drained in between is touched then, and right after.
    const places = await pool.run<{ place: string }>(touchedPlaces, { zone: options.timeZone });
    const touched = new Set(places.map(({ place }) => place));
    const wrong = await differences(pool);
    return wrong.filter(({ place }) => place === null || !touched.has(place)).map(({ row }) => row);
  }
  const left = await pool.run(touchedRows);
  return [
    ...(await differences(pool)).map(({ row }) => row),
    ...left.map((row) => `touched ${JSON.stringify(row)}`),
  ];
}
