/** What each of the database's roles may, and everything that it must not. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { createClock } from "../src/base/clock.ts";
import { createLog } from "../src/base/log.ts";
import { migrate } from "../src/db/migrate.ts";
import { createPool } from "../src/db/pool.ts";
import { asRole } from "../src/dev/as_role.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { importText, shopFile } from "../src/importer/testing.ts";
import { drainAll } from "../src/precompute/drain.ts";
import { withOlderDatabase } from "../src/precompute/upgrade_testing.ts";
import { createMonths, emptyDefault } from "../src/precompute/partitions.ts";
import { refreshViews } from "../src/precompute/views.ts";

const roles = ["app", "reader", "writer", "precompute"] as const;
type DatabaseRole = (typeof roles)[number];

/** What each may do to a table: S, I, U, D, as the letters of their words; T for TRUNCATE, R for REFERENCES, G for TRIGGER. */
type Rights = Readonly<Record<DatabaseRole, string>>;

const sold = ["orders", "order_items", "customers", "products", "categories", "sales_representatives"];
const kept = [
  ...["touched", "precompute_state", "precompute_lock", "generations", "view_state", "view_lock", "job_runs"],
  ...["build_pieces", "built_orders", "years_to_date"],
];
const notRead = ["order_ids", "build_pieces", "built_orders"];

function expectedRights(table: string, isView: boolean): Rights {
  if (table === "users") return { app: "S", reader: "", writer: "", precompute: "" };
  if (table === "revocations") return { app: "SIU", reader: "", writer: "", precompute: "" };
  if (table === "audit_log") return { app: "I", reader: "", writer: "", precompute: "" };
  if (table === "ingest_keys") return { app: "", reader: "", writer: "SID", precompute: "" };
  if (table === "schema_migrations") return { app: "S", reader: "S", writer: "S", precompute: "S" };
  const isKept = kept.includes(table) || table.startsWith("agg_") && !isView;
  return {
    app: "",
    reader: notRead.includes(table) ? "" : "S",
    writer: sold.includes(table) ? "SIUD" : "S",
    precompute: table === "built_orders" ? "SIUDT" : isKept ? "SIUD" : "S",
  };
}

Deno.test("each role has the rights that the table says, on every table, and nobody else has any", async () => {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  await sql`select grant_roles()`;
  const tables = await sql<{ name: string; schema: string; kind: string }[]>`
    select relname as name, nspname as schema, relkind as kind from pg_class join pg_namespace n on n.oid = relnamespace
    where nspname in ('public', 'archive') and relkind in ('r', 'p', 'v', 'm') and not relispartition`;
  assert.ok(tables.length > 40);
  const rights = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"];
  const letters = ["S", "I", "U", "D", "T", "R", "G"];
  for (const { name, schema, kind } of tables) {
    const expected = expectedRights(schema === "public" ? name : "archived", kind !== "r" && kind !== "p");
    for (const role of roles) {
      const [row] = await sql`select ${
        sql.unsafe(
          rights.map((right) => `has_table_privilege('laneway_${role}', '${schema}.${name}', '${right}')`)
            .join(", "),
        )
      }`.values();
      const got = letters.filter((_, index) => row?.[index]).join("");
      assert.equal(got, expected[role], `${role} on ${schema}.${name}`);
    }
  }
  const open = await sql`
    select 'table ' || oid::regclass::text as what from pg_class
    where relnamespace in ('public'::regnamespace, 'archive'::regnamespace)
      and exists (select from aclexplode(relacl) where grantee = 0)
    union all
    select 'function ' || oid::regprocedure::text from pg_proc
    where pronamespace in ('public'::regnamespace, 'archive'::regnamespace)
      and exists (select from aclexplode(coalesce(proacl, acldefault('f', proowner))) where grantee = 0)
    union all
    select 'schema ' || nspname from pg_namespace
    where nspname in ('public', 'archive', 'laneway_import') and exists (select from aclexplode(nspacl) where grantee = 0)
    union all
    select 'database' from pg_database
    where datname = current_database() and exists (select from aclexplode(coalesce(datacl, acldefault('d', datdba))) where grantee = 0)`;
  assert.deepEqual(open.map(({ what }) => what), []);
  await sql.end();
});

const everyones: readonly string[] = [
  "create table mine (id int)",
  "create schema mine",
  "create function mine() returns int language sql as 'select 1'",
  "create role mine",
  "alter role laneway_app superuser",
  "set role laneway_app_owner",
  "select lo_create(0)",
  "select lo_from_bytea(0, 'x')",
  "select pg_read_file('/etc/passwd')",
  "copy orders to program 'id'",
  "copy orders from '/etc/passwd'",
  "select pg_terminate_backend(pg_backend_pid()) from pg_stat_activity where usename = 'nobody' union select pg_reload_conf()",
  "select pg_authid from pg_authid",
  "truncate orders",
  "truncate audit_log",
  "drop table orders",
  "drop view completed_orders",
  "alter table orders disable trigger all",
  "alter table users add column more text",
  "create trigger mine after insert on orders for each row execute function set_updated_at()",
  "create index on orders (status)",
  "set session_replication_role = replica",
  "update audit_log set actor = 'x'",
  "delete from audit_log",
  "select * from audit_log",
  "update users set role = 'admin'",
  "insert into users (email, role, password_hash) values ('a@b', 'admin', 'x')",
  "delete from users",
  "delete from revocations",
  "select grant_roles()",
  "update schema_migrations set checksum = ''",
  "insert into order_ids values (gen_random_uuid(), now())",
  "insert into orders_default select * from orders",
  "select merge_customers(gen_random_uuid(), gen_random_uuid())",
];

const ofEach: Readonly<Record<DatabaseRole, readonly string[]>> = {
  app: [
    "select * from orders",
    "select * from customers",
    "select * from agg_hourly_metrics",
    "insert into touched (kind) values ('x')",
  ],
  reader: [
    "select password_hash from users",
    "select * from revocations",
    "insert into revocations (kind, subject, expires_at) values ('token', 'x', now())",
    "insert into audit_log (actor, action) values ('x', 'y')",
    "update products set name = 'x'",
    "insert into touched (kind) values ('x')",
    "select touch_range(now(), now())",
    "update precompute_state set generation = 0",
    "create temporary table mine (id int)",
    "create table laneway_import.mine (id int)",
    "select archive_month('2020-01-01')",
    "select refresh_view('mv_daily_sales')",
    "lock table orders in exclusive mode",
    "select * from orders for update",
  ],
  writer: [
    "select password_hash from users",
    "update agg_hourly_metrics set revenue = 0",
    "delete from touched",
    "insert into touched (kind) values ('x')",
    "update ingest_keys set outcomes = ''",
    "truncate ingest_keys",
    "update precompute_state set closed_before = null",
    "create temporary table mine (id int)",
    "select archive_month('2020-01-01')",
    "select refresh_view('mv_daily_sales')",
  ],
  precompute: [
    "select password_hash from users",
    "insert into audit_log (actor, action) values ('x', 'y')",
    "update orders set total_amount = 0",
    "delete from order_items",
    "insert into customers (name) values ('x')",
    "create table laneway_import.mine (id int)",
    "select refresh_view('users')",
    "refresh materialized view mv_daily_sales",
  ],
};

Deno.test("whatever a role must not do is refused", async () => {
  await using database = await testDatabase();
  const owner = postgres(database.url, { max: 1, onnotice: () => {} });
  await owner`select grant_roles()`;
  await owner.end();
  const done: string[] = [];
  for (const role of roles) {
    const sql = postgres(asRole(database.url, role), { max: 1, onnotice: () => {} });
    for (const statement of [...everyones, ...ofEach[role]]) {
      // Of the superuser that tests sign in as nothing may be left.
      const isAllowed = await sql.begin(async (tx) => {
        await tx.unsafe(`set local session authorization laneway_${role}`);
        await tx.unsafe(statement);
        throw new Error("done");
      }).catch((error) => error.message === "done" ? `${role}: ${statement}` : String(error.code));
      // Refused for want of rights; or there is no such thing for it to name.
      if (!["42501", "22023", "42P01", "0LP01", "42704"].includes(isAllowed)) done.push(isAllowed);
    }
    await sql.end();
  }
  assert.deepEqual(done, []);
});

Deno.test("each role does its work with its own rights alone: orders come in, aggregates and months are kept", async () => {
  await using database = await testDatabase();
  const owner = createPool({ url: database.url, size: 1, deadlineMs: 60_000, name: "test" });
  await owner.run({ name: "grant", text: "select grant_roles()", parameters: [] });
  await owner.close();
  const imported = await importText(asRole(database.url, "writer"), shopFile);
  assert.ok(imported.orders > 0);
  const pool = createPool({
    url: asRole(database.url, "precompute"),
    size: 3,
    deadlineMs: 60_000,
    name: "test",
  });
  const log = createLog({ write: () => {} });
  await drainAll(pool, { timeZone: "Europe/Berlin", weekStart: 1, clock: createClock() });
  assert.ok(await refreshViews({ pool, log }, "all") > 0);
  assert.ok(await createMonths({ pool, log }) >= 0);
  await emptyDefault({ pool, log });
  await pool.close();
});

Deno.test("who owns the database alone, and is no superuser, migrates it all", async () => {
  await using database = await testDatabase({ migrated: false });
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  const owner = `owner_of_${database.name}`;
  await sql.unsafe(
    `create role ${owner} login password 'x'; alter database ${database.name} owner to ${owner}`,
  );
  const url = new URL(database.url);
  [url.username, url.password] = [owner, "x"];
  const missing: string[] = [];
  const applied = await migrate({ url: url.href, onMissingRoles: (names) => missing.push(...names) });
  assert.ok(applied.length > 20);
  // One who may read alone finds that all is there.
  assert.deepEqual(await migrate({ url: asRole(database.url, "reader") }), []);
  await sql`delete from schema_migrations where name like '0025%'`;
  await assert.rejects(
    migrate({ url: asRole(database.url, "reader") }),
    /run deno task migrate as the tables' owner first/,
  );
  // Other databases of this server have made them.
  assert.deepEqual(missing, []);
  await sql.unsafe(`reassign owned by ${owner} to current_user; drop owned by ${owner}; drop role ${owner}`);
  await sql.end();
});

Deno.test("what killed imports of older versions left behind is dropped, and not what one that runs needs", async () => {
  await withOlderDatabase("0028", async ({ sql, upgrade, url }) => {
    const [dead, running] = [`laneway_import_${"0".repeat(16)}`, `laneway_import_${"1".repeat(16)}`];
    for (const name of [dead, running]) {
      await sql.unsafe(`create schema ${name} create table lines (line int)`);
    }
    const other = postgres(url, { max: 1 });
    await other`select pg_advisory_lock(hashtextextended(${`laneway ${running}`}, 0))`;
    await upgrade();
    await other.end();
    const left =
      await sql`select nspname from pg_namespace where nspname like 'laneway\_import%' order by nspname`;
    assert.deepEqual(left.map(({ nspname }) => nspname), ["laneway_import", running]);
  });
});
