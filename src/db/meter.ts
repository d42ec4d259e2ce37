/** What is counted of the connections to databases. */
import type { Family } from "../base/meter.ts";
import type { PoolUse } from "./connections.ts";

export interface MeteredPool {
  /** Such as `primary`. */
  readonly server: string;
  /** What it is for, such as `direct`. */
  readonly pool: string;
  readonly of: { readonly use: PoolUse };
}

export function poolFamilies(pools: readonly MeteredPool[]): readonly Family[] {
  const family = (
    kind: "counter" | "gauge",
    name: string,
    help: string,
    value: (use: PoolUse) => number,
  ): Family => ({
    name: `laneway_pool_${name}`,
    help,
    kind,
    read: () => pools.map(({ server, pool, of }) => ({ labels: { server, pool }, value: value(of.use) })),
  });
  return [
    family("gauge", "size", "Most connections that a pool opens", ({ size }) => size),
    family("gauge", "taken", "Connections that are in use now", ({ taken }) => taken),
    family("gauge", "waiting", "Statements that wait for a connection now", ({ waiting }) => waiting),
    family("counter", "waits_total", "Statements that had to wait for a connection", ({ waits }) => waits),
    family(
      "counter",
      "wait_seconds_total",
      "How long they waited, all together",
      ({ waitedMs }) => waitedMs / 1000,
    ),
    family("counter", "gave_up_total", "Of them, those that got none", ({ gaveUp }) => gaveUp),
  ];
}
