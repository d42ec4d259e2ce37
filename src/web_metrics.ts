/** All that a web process counts of itself. */
import { pagesConfig } from "../fresh.config.ts";
import { type AnswerMeter, createAnswerMeter } from "./analytics/meter.ts";
import type { Family } from "./base/meter.ts";
import { processFamilies } from "./base/process_meter.ts";
import { freshnessFamilies, type ReadFreshness } from "./db/freshness.ts";
import { poolFamilies } from "./db/meter.ts";
import type { Pool } from "./db/pool.ts";
import type { Readers } from "./db/readers.ts";
import { createGraphqlMeter, type GraphqlMeter } from "./graphql/meter.ts";
import { operationManifest } from "./graphql/operations.ts";
import { createHttpMeter, type HttpMeter } from "./http/meter.ts";
import { createRouteNames } from "./http/route_names.ts";

export interface WebMeters {
  readonly graphql: GraphqlMeter;
  readonly http: HttpMeter;
  readonly answers: AnswerMeter;
  /** @returns what a path is counted as */
  readonly routeOf: (path: string) => string;
}

export function createWebMeters(): WebMeters {
  const operations = operationManifest().operations.map(({ id, name }) => [id, name] as const);
  const graphql = createGraphqlMeter(new Map(operations));
  return {
    graphql,
    http: createHttpMeter(graphql.ready),
    answers: createAnswerMeter(),
    routeOf: createRouteNames(pageNames()),
  };
}

/** What pages' paths begin with, as their files are called. */
function pageNames(): readonly string[] {
  const { root, routes } = pagesConfig;
  const names = Array.from(Deno.readDirSync(new URL(routes, root)), ({ name }) => name.replace(/\.\w+$/, ""));
  return names.filter((name) => /^[\w-]+$/.test(name) && !name.startsWith("_") && name !== "index");
}

export interface WebParts {
  readonly readers: Readers;
  readonly own: Pool;
  readonly readFreshness: ReadFreshness;
  /** What other parts count. */
  readonly others: readonly { readonly families: readonly Family[] }[];
}

export function webFamilies(
  { graphql, http, answers }: WebMeters,
  { readers, own, readFreshness, others }: WebParts,
): readonly Family[] {
  const pools = readers.servers.flatMap(({ name: server, usual, direct, state }) =>
    Object.entries({ usual, direct, state }).map(([pool, of]) => ({ server, pool, of }))
  );
  return [
    ...processFamilies("web"),
    ...[graphql, http, answers, ...others].flatMap(({ families }) => families),
    ...poolFamilies([...pools, { server: "primary", pool: "access", of: own }]),
    ...freshnessFamilies(readFreshness),
  ];
}
