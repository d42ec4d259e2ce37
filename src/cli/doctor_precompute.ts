/** Looks at what the precompute process keeps: does it live, does it keep up, does it fail? */
import type { Config } from "../config.ts";
import type { Pool } from "../db/pool.ts";
import { statement } from "../db/statements.ts";
import { differencesOf } from "../precompute/settings.ts";
import { denoOffset, findDifference } from "../precompute/zone_data.ts";
import { ageText, fail, type Finding, looked, ok, warn } from "./doctor_finding.ts";

interface StateRow {
  readonly time_zone: string | null;
  readonly week_start: 1 | 7 | null;
  /** Seconds; null where there was none. */
  readonly heartbeat_age: number | null;
  readonly as_of_age: number | null;
  readonly waiting: number;
  readonly set_aside: number;
  readonly reason: string | null;
}

/** Seconds: a drain runs every second, and as_of follows it where it keeps up. */
const longestSilence = 10;
const longestBehind = 60;

export async function checkPrecompute(pool: Pool, config: Config): Promise<readonly Finding[]> {
  const checks = [
    looked("aggregates", () => checkState(pool, config)),
    looked("jobs", () => checkJobs(pool)),
    looked("partitions", () => checkPartitions(pool)),
    looked("time zone data", () => checkZone(pool, config)),
  ];
  return (await Promise.all(checks)).flat();
}

async function checkState(pool: Pool, { shop }: Config): Promise<readonly Finding[]> {
  const [state] = await pool.run<StateRow>(statement("doctor/precompute"));
  if (!state) throw new TypeError("Cannot look at the aggregates: precompute_state has no row");
  const { heartbeat_age, as_of_age, waiting, set_aside, reason } = state;
  const findings: Finding[] = [];
  if (heartbeat_age === null || heartbeat_age > longestSilence) {
    const since = heartbeat_age === null ? "ever" : `for ${ageText(heartbeat_age)}`;
    findings.push(
      fail(
        "precompute",
        `no drain ${since}: start deno task cron, or the web process with PRECOMPUTE=inside`,
      ),
    );
  } else findings.push(ok("precompute", `the last drain was ${ageText(heartbeat_age)} ago`));

  const differences = differencesOf(shop, state);
  if (differences.length > 0) {
    findings.push(fail("aggregates", `${differences.join("; ")}: run deno task rebuild, or set it back`));
  } else if (as_of_age === null) {
    findings.push(
      warn("aggregates", "not built yet: the precompute process builds them; until then orders are read"),
    );
  } else if (as_of_age > longestBehind) {
    const rows = `${waiting} rows of changes wait`;
    findings.push(
      warn("aggregates", `${ageText(as_of_age)} behind the orders, ${rows}: drains cannot keep up, or fail`),
    );
  } else findings.push(ok("aggregates", `hold every change until ${ageText(as_of_age)} ago`));

  if (set_aside > 0) {
    findings.push(
      fail(
        "set aside",
        `${set_aside} changes could not be rebuilt, such as: ${reason}. They are tried again by themselves`,
      ),
    );
  }
  return findings;
}

interface JobRow {
  readonly job: string;
  readonly error: string;
  readonly age: number;
}

async function checkJobs(pool: Pool): Promise<readonly Finding[]> {
  const failed = await pool.run<JobRow>(statement("doctor/failed_jobs"));
  if (failed.length === 0) return [ok("jobs", "the last run of each ended well")];
  return failed.map(({ job, error, age }) => warn("jobs", `${job} failed ${ageText(age)} ago: ${error}`));
}

interface PartitionsRow {
  readonly is_next_made: boolean;
  readonly is_default_used: boolean;
}

async function checkPartitions(pool: Pool): Promise<readonly Finding[]> {
  const [row] = await pool.run<PartitionsRow>(statement("doctor/partitions"));
  if (!row?.is_next_made) {
    return [warn("partitions", "next month has none yet: the precompute process makes it within an hour")];
  }
  if (row.is_default_used) {
    return [
      warn(
        "partitions",
        "some orders lie in none of the months: they are moved at night, in the shop's 4 o'clock",
      ),
    ];
  }
  return [ok("partitions", "next month has its own, and every order lies in one")];
}

async function checkZone(pool: Pool, { shop: { timeZone } }: Config): Promise<readonly Finding[]> {
  const to = Temporal.Now.instant().add({ hours: 2 * 366 * 24 });
  const difference = await findDifference(pool, timeZone, to, denoOffset(timeZone));
  if (!difference) return [ok("time zone data", `Postgres and Deno agree about ${timeZone}`)];
  return [
    warn(
      "time zone data",
      `Postgres and Deno disagree about ${timeZone} from ${difference.at} on: update whichever is older`,
    ),
  ];
}
