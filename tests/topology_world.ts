/** For tests: the whole topology over a tiny shop, and what can be asked of its parts. */
import assert from "node:assert/strict";
import { createPool } from "../src/db/pool.ts";
import { until } from "../src/dev/elsewhere.ts";
import { firstFree } from "../src/dev/ports.ts";
import type { PostgresServer } from "../src/dev/postgres.ts";
import { postmasterOf, startTopology, type Topology } from "../src/dev/topology.ts";
import type { TopologyProcess } from "../src/dev/topology_process.ts";
import { addTestUser, bearerOf, tokenSettings } from "./callers.ts";
import { fillTinyShop } from "./tiny_shop.ts";
import { startLoad } from "./topology_load.ts";
import { withSql } from "../src/dev/with_sql.ts";

export interface TopologyWorld extends Topology {
  readonly bearer: { readonly authorization: string };
  /** Sells for another 100, on what is the primary now. */
  sell(): Promise<void>;
  /** Waits until everyone who may be asked, nginx and each web process, tells all that was sold. */
  untilTold(): Promise<void>;
  /** @returns the addresses behind nginx that answered while `work` went on, each once, in order */
  answeredDuring(work: () => Promise<unknown>): Promise<readonly string[]>;
  /** Waits until nginx passes requests on to this one. */
  untilServedBy(process: TopologyProcess): Promise<void>;
  /** Asks through nginx all the while; fails where anything but what `isAllowed` says was not answered. */
  underLoad(work: () => Promise<void>, isAllowed?: (startedAt: number) => boolean): Promise<void>;
  /** Sells on another server from now on. */
  useDatabase(url: string): void;
}

export const viewersPerMinute = 30;

export async function openTopologyWorld(home: string): Promise<TopologyWorld> {
  const upstreams: string[] = [];
  const topology = await startTopology({
    home,
    port: firstFree(10_000 + Math.floor(Math.random() * 10_000)),
    settings: {
      JWT_SECRET: tokenSettings.secret,
      RATE_LIMIT: `off,viewer=${viewersPerMinute}`,
      COST_LIMIT: "off",
      MAX_REPLICA_LAG: "2",
      LOG_LEVEL: "error",
    },
    onRequest: (line) => upstreams.push(JSON.parse(line).upstream),
    fill: async (url) => {
      await fillTinyShop(url, { sales: [{ at: "2024-01-10T12:00Z", total: 100 }] });
      const pool = createPool({ url, size: 1, deadlineMs: 5_000, name: "test" });
      await addTestUser(pool, "admin");
      await pool.close();
    },
  });
  const bearer = await bearerOf("admin");
  let [sold, database] = [1, topology.urls.primary];
  const ask = () => fetch(`${topology.address}/health/live`).then((response) => response.body?.cancel());
  return {
    ...topology,
    bearer,
    useDatabase: (url) => void (database = url),
    async sell() {
      await withSql(database, (sql) =>
        sql`insert into orders (order_date, total_amount, status)
          values ('2024-01-11T12:00Z', 100, 'completed')`);
      sold++;
    },
    async untilTold() {
      for (const address of [topology.address, ...topology.web.map(({ address }) => address)]) {
        await until(async () => await revenue(address, bearer) === sold * 100);
      }
    },
    async answeredDuring(work) {
      const from = upstreams.length;
      await work();
      return [...new Set(upstreams.slice(from))].toSorted();
    },
    async untilServedBy({ address }) {
      const from = upstreams.length;
      await until(async () => {
        await ask();
        return upstreams.slice(from).includes(new URL(address).host);
      });
    },
    async underLoad(work, isAllowed = () => false) {
      const load = startLoad(topology.address, bearer);
      try {
        await until(() => Promise.resolve(load.answered > 20));
        await work();
        const before = load.answered;
        await until(() => Promise.resolve(load.answered > before + 20));
      } finally {
        const failures = (await load.stop()).filter(({ startedAt }) => !isAllowed(startedAt));
        assert.deepEqual(failures, []);
      }
    },
  };
}

/** @returns the revenue of January 2024 by what the database has now; undefined where that is not told */
async function revenue(
  address: string,
  bearer: Readonly<Record<string, string>>,
): Promise<number | undefined> {
  const query =
    `{ salesOverview(period: CUSTOM, dateRange: { startDate: "2024-01-01T00:00:00Z", endDate: "2024-02-01T00:00:00Z" }) { totalRevenue } }`;
  const response = await fetch(`${address}/graphql?${new URLSearchParams({ query })}`, {
    headers: { ...bearer, "cache-control": "no-cache" },
  });
  const { data } = await response.json();
  return data?.salesOverview?.totalRevenue;
}

/** Ends a server as a power cut would. */
export async function killPostgres(server: PostgresServer): Promise<void> {
  Deno.kill(await postmasterOf(server), "SIGKILL");
}
