/** The scripts of compose.yaml's primary and replica, as those containers run them, over Debian's Postgres. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { migrate } from "../src/db/migrate.ts";
import { createPool } from "../src/db/pool.ts";
import { parseStatement } from "../src/db/statements.ts";
import { runCommand } from "../src/dev/command.ts";
import { until } from "../src/dev/elsewhere.ts";
import { exists } from "../src/dev/files.ts";
import { firstFree } from "../src/dev/ports.ts";
import { startPostgres, wipePostgres } from "../src/dev/postgres.ts";
import { findPlace, give } from "../src/dev/postgres_place.ts";
import { root } from "./started.ts";
import { withSql } from "../src/dev/with_sql.ts";

const programs = "/usr/lib/postgresql/15/bin";
const ignore = !await exists(join(programs, "psql"));
const skipped = ignore ? " (Postgres 15 is not installed: apt-get install postgresql-15 brings it)" : "";

const passwords = {
  WEB_PASSWORD: "web1",
  APP_PASSWORD: "app2",
  WRITER_PASSWORD: "writer3",
  CRON_PASSWORD: "cron4",
  REPLICATION_PASSWORD: "replication5",
};

Deno.test({
  name:
    `the primary makes its users, who get their rights by the migrations, and the replica copies and follows it${skipped}`,
  ignore,
  async fn() {
    const home = await Deno.makeTempDir({ prefix: "laneway-compose-" });
    await Deno.chmod(home, 0o755);
    try {
      const primary = await startPostgres({ home, durable: false, programs });
      const { username, password, port } = new URL(primary.url);
      const PATH = `${programs}:/usr/bin:/bin`;
      const [place] = await withSql(
        primary.url,
        (sql) => sql`select current_setting('data_directory') as data`,
      );
      const { success, output } = await runCommand("sh", [join(root, "deploy/compose/primary.sh")], {
        env: {
          ...{ PATH, PGHOST: "127.0.0.1", PGPORT: port, PGPASSWORD: password, PGDATA: place?.data },
          ...{ POSTGRES_USER: username, POSTGRES_DB: "postgres", ...passwords },
        },
      });
      assert.ok(success, output);
      await withSql(primary.url, (sql) => sql`select pg_reload_conf()`);
      await migrate({ url: primary.url });
      await checkUsers(port);
      await checkReplica(home, port, PATH, primary.url);
      await primary.stop();
    } finally {
      await wipePostgres(home);
      await Deno.remove(home, { recursive: true });
    }
  },
});

/** Each may do one thing that another may not. */
async function checkUsers(port: string): Promise<void> {
  const cases = [
    ["shop_web", passwords.WEB_PASSWORD, "select count(*) from agg_hourly_metrics"],
    ["shop_app", passwords.APP_PASSWORD, "select count(*) from users"],
    [
      "shop_writer",
      passwords.WRITER_PASSWORD,
      "insert into orders (order_date, total_amount) values (now(), 1)",
    ],
    ["shop_cron", passwords.CRON_PASSWORD, "delete from agg_hourly_metrics"],
  ] as const;
  for (const [user, password, own] of cases) {
    const url = `postgres://${user}:${password}@127.0.0.1:${port}/postgres`;
    const pool = createPool({ url, size: 1, deadlineMs: 5_000, name: "test" });
    await pool.run(parseStatement("own", own));
    // Others read what the web process reads, and cron may do most things.
    for (const [, , other] of cases.slice(1).filter(([name]) => name !== user && user !== "shop_cron")) {
      await assert.rejects(pool.run(parseStatement("other", other)), `${user}: ${other}`);
    }
    await pool.close();
  }
}

async function checkReplica(
  home: string,
  primaryPort: string,
  PATH: string,
  primaryUrl: string,
): Promise<void> {
  const { account } = await findPlace(await Deno.realPath(home));
  const place = join(home, "replica");
  await Deno.mkdir(place);
  await give(place, account);
  const port = String(firstFree(10_000 + Math.floor(Math.random() * 10_000)));
  const settings = [`port=${port}`, "listen_addresses=127.0.0.1", "unix_socket_directories="];
  const start = (path: string) =>
    new Deno.Command("sh", {
      args: [
        join(root, "deploy/compose/replica.sh"),
        "postgres",
        ...settings.flatMap((each) => ["-c", each]),
      ],
      cwd: place,
      env: {
        ...{ PATH: path, PGDATA: join(place, "data"), PRIMARY_HOST: "127.0.0.1", PRIMARY_PORT: primaryPort },
        REPLICATION_PASSWORD: passwords.REPLICATION_PASSWORD,
      },
      ...account,
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
  const cut = await start(`${await cutShort(home)}:${PATH}`).status;
  assert.equal(cut.success, false);
  const replica = start(PATH);
  try {
    const url = new URL(primaryUrl);
    url.port = port;
    await withSql(primaryUrl, (sql) => sql`create table followed as select 1 as one`);
    await until(async () => {
      const [row] = await withSql(
        url.href,
        (sql) => sql`select pg_is_in_recovery() and to_regclass('followed') is not null as follows`,
      ).catch(() => []);
      return row?.follows === true;
    });
    const [slot] = await withSql(
      primaryUrl,
      (sql) => sql`select active from pg_replication_slots where slot_name = 'replica'`,
    );
    assert.equal(slot?.active, true);
  } finally {
    replica.kill("SIGINT");
    await replica.status;
  }
}

/** @returns a folder with a program that begins to copy the primary, and ends before it is done */
async function cutShort(home: string): Promise<string> {
  const folder = join(home, "cut short");
  await Deno.mkdir(folder);
  const begin =
    'for option; do case "$option" in --pgdata=*) echo 15 >"${option#*=}/PG_VERSION" ;; esac; done';
  await Deno.writeTextFile(join(folder, "pg_basebackup"), `#!/bin/sh\n${begin}\nexit 1\n`, { mode: 0o755 });
  return folder;
}
