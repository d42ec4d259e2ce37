/** docs/DATABASE.md says what is there, all of it, and nothing else. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { testDatabase } from "../src/dev/test_database.ts";

const text = await Deno.readTextFile(new URL("../docs/DATABASE.md", import.meta.url));

interface Relation {
  /** Each as `name type`, in the table's order. */
  readonly columns: readonly string[];
  /** Names, sorted. */
  readonly indexes: readonly string[];
}

type Relations = Readonly<Record<string, Relation>>;

function documented(): Relations {
  const sections = text.split(/^### /m).slice(1).map((section) => section.split(/^## /m)[0] ?? "");
  return Object.fromEntries(sections.map((section) => {
    const rows = section.matchAll(/^\| `(\w+)`\s*\| ([^|]+?)\s*\|/gm);
    const list = /^Indexes: (.*)$/m.exec(section)?.[1] ?? "";
    return [/^`([\w.]+)`/.exec(section)?.[1] ?? "", {
      columns: Array.from(rows, ([, name, type]) => `${name} ${type}`),
      indexes: Array.from(list.matchAll(/`(\w+)`/g), ([, name = ""]) => name).toSorted(),
    }];
  }));
}

/** What partitions have is their parents'; what the archive has, made by Postgres, is what the usual tables have. */
async function relationsThere(sql: postgres.Sql): Promise<Relations> {
  const rows = await sql<{ readonly name: string; readonly columns: string[]; readonly indexes: string[] }[]>`
    select
      case n.nspname when 'public' then '' else n.nspname || '.' end || c.relname as name,
      coalesce((
        select array_agg(
          a.attname || ' ' || replace(replace(format_type(a.atttypid, a.atttypmod),
            'timestamp with time zone', 'timestamptz'), 'character varying', 'varchar')
            || case when a.attnotnull or c.relkind in ('v', 'm') then '' else ', may be null' end
          order by a.attnum
        )
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      ), '{}') as columns,
      coalesce((
        select array_agg(i.indexrelid::regclass::text order by i.indexrelid::regclass::text)
        from pg_index i where i.indrelid = c.oid and n.nspname = 'public'
      ), '{}') as indexes
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'archive') and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition`;
  return Object.fromEntries(
    rows.map(({ name, columns, indexes }) => [name, { columns, indexes: indexes.toSorted() }]),
  );
}

/** In backticks, in the part of the page that a heading begins. */
function namesUnder(heading: string): readonly string[] {
  const part = text.split(/^## /m).find((part) => part.startsWith(heading)) ?? "";
  return [...new Set(Array.from(part.matchAll(/`([a-z]\w*)`/g), ([, name = ""]) => name))].toSorted();
}

Deno.test("docs/DATABASE.md names every table, column, index, view, function and role, and nothing else", async () => {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  try {
    const there = await relationsThere(sql);
    const told = documented();
    assert.deepEqual(Object.keys(told).toSorted(), Object.keys(there).toSorted());
    for (const [name, relation] of Object.entries(there)) assert.deepEqual(told[name], relation, name);
    const functions = await sql<{ readonly name: string }[]>`
      select distinct proname::text as name from pg_proc where pronamespace = 'public'::regnamespace`;
    assert.deepEqual(namesUnder("Functions"), functions.map(({ name }) => name).toSorted());
    const roles = await sql<{ readonly name: string }[]>`
      select rolname::text as name from pg_roles where rolname like 'laneway\\_%'`;
    const namedRoles = namesUnder("Roles").filter((name) => name.startsWith("laneway_"));
    assert.deepEqual(namedRoles, roles.map(({ name }) => name).toSorted());
    const sizes = namesUnder("Sizes").filter((name) => !Object.hasOwn(there, name));
    assert.deepEqual(sizes, []);
  } finally {
    await sql.end();
  }
});
