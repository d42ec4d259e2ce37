/** Looks at the databases: reached, of a known version, migrated, and with room for our connections. */
import { messageOf } from "../base/errors.ts";
import type { Config } from "../config.ts";
import { readMigrations } from "../db/migrate.ts";
import { createPool, type Pool } from "../db/pool.ts";
import { connectionsTo } from "../db/room.ts";
import { statement } from "../db/statements.ts";
import { fail, type Finding, looked, ok, warn } from "./doctor_finding.ts";

interface ServerRow {
  readonly version: string;
  readonly version_num: number;
  readonly user: string;
  readonly is_standby: boolean;
  readonly now: Temporal.Instant;
  readonly connections: number;
  readonly connected: number;
}

const oldestVersion = 15;
const deadlineMs = 5_000;
/** Beyond it, sessions and tokens end at other times than they say. */
const clockSkewMs = 1_000;

export function openDoctorsPool(url: string): Pool {
  return createPool({ url, size: 1, deadlineMs, name: "laneway doctor" });
}

/** @returns what is wrong with the primary; its first finding fails where nothing else can be looked at */
export async function checkPrimary(
  pool: Pool,
  config: Config,
): Promise<readonly Finding[]> {
  const found = await checkServer("primary", pool, { isStandby: false });
  if (found.server === undefined) return found.findings;
  const { connections, connected } = found.server;
  const { most, sum } = connectionsTo("primary", config);
  const room = most > connections
    ? fail(
      "connections",
      `${sum} may be opened, of the server's ${connections}: lower POOL_SIZE, or raise max_connections`,
    )
    : ok("connections", `${connected} are open; ${sum} may be, of the server's ${connections}`);
  return [...found.findings, room, ...await looked("migrations", () => checkMigrations(pool))];
}

export async function checkReplicas({ replicas }: Config): Promise<readonly Finding[]> {
  const findings = replicas.map(async ({ region, url }, index) => {
    const pool = openDoctorsPool(url);
    try {
      return (await checkServer(`replica ${index + 1} (${region})`, pool, { isStandby: true })).findings;
    } finally {
      await pool.close();
    }
  });
  return (await Promise.all(findings)).flat();
}

interface Checked {
  readonly findings: readonly Finding[];
  /** Undefined where it does not answer. */
  readonly server: ServerRow | undefined;
}

async function checkServer(
  what: string,
  pool: Pool,
  expected: { readonly isStandby: boolean },
): Promise<Checked> {
  try {
    // Connecting takes its time too, and is not asked about.
    await pool.run(statement("doctor/server"));
    const started = performance.now();
    const before = Temporal.Now.instant();
    const [server] = await pool.run<ServerRow>(statement("doctor/server"));
    const tookMs = performance.now() - started;
    if (!server) throw new TypeError("no row");
    return { findings: findingsOf(what, server, expected.isStandby, before, tookMs), server };
  } catch (error) {
    return {
      findings: [fail(what, `${messageOf(error)}: is it up, and does the connection string name it?`)],
      server: undefined,
    };
  }
}

function findingsOf(
  what: string,
  { version, version_num, user, is_standby, now }: ServerRow,
  isStandby: boolean,
  before: Temporal.Instant,
  tookMs: number,
): readonly Finding[] {
  const described = `Postgres ${version}, as ${user}, answers in ${tookMs.toFixed(1)} ms`;
  const findings = [
    Math.floor(version_num / 10_000) < oldestVersion
      ? fail(what, `${described}: it must be ${oldestVersion} or newer`)
      : ok(what, described),
  ];
  if (is_standby && !isStandby) {
    findings.push(
      fail(what, "it is a standby, where nothing can be written: name the primary in DATABASE_URL"),
    );
  }
  if (!is_standby && isStandby) {
    findings.push(warn(what, "it is no standby: what REPLICA_URLS names should repeat the primary"));
  }
  const skewMs = now.epochMilliseconds - before.epochMilliseconds - tookMs / 2;
  if (Math.abs(skewMs) > clockSkewMs) {
    const text = `its clock is ${(skewMs / 1000).toFixed(1)} s from this machine's: have both set by NTP`;
    findings.push(warn(what, text));
  }
  return findings;
}

async function checkMigrations(pool: Pool): Promise<readonly Finding[]> {
  const applied = (await pool.run<{ readonly name: string }>(statement("doctor/migrations"))).map((
    { name },
  ) => name);
  const known = (await readMigrations()).map(({ name }) => name);
  const missing = known.filter((name) => !applied.includes(name));
  const newer = applied.filter((name) => !known.includes(name));
  if (newer.length > 0) {
    return [fail("migrations", `${newer.join(", ")} came with a newer version of Laneway: use that one`)];
  }
  if (missing.length > 0) return [fail("migrations", `${missing.join(", ")} to come: run deno task migrate`)];
  return [ok("migrations", `all ${applied.length}`)];
}
