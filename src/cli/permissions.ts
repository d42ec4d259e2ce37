/** What our processes may do, as flags of Deno: no program started, nothing written, no machine asked but those of the settings. */
import type { Config } from "../config.ts";
import { variableNames } from "../config.ts";

export type ProcessName = "web" | "cron";

/** Relative to the project, which is where our tasks run. */
const ownFiles = [
  ...["src", "sql", "routes", "components", "islands", "static", "_fresh"],
  ...["deno.json", "deno.lock", "fresh.config.ts"],
];

/** @param config undefined where the settings are wrong: the process itself tells what is */
export function permissionFlags(process: ProcessName, config: Config | undefined): readonly string[] {
  const hosts = config ? hostsOf(process, config) : [];
  return [
    "--no-prompt",
    ...(hosts.length > 0 ? [`--allow-net=${hosts.join()}`] : []),
    `--allow-env=${variableNames().join()}`,
    `--allow-read=${ownFiles.join()}`,
  ];
}

/** @returns where it listens and whom it asks, as `host:port`, each once */
function hostsOf(
  process: ProcessName,
  { host, port, databaseUrl, appDatabaseUrl, replicas, sharedCache, tokens }: Config,
): readonly string[] {
  const asked = process === "cron"
    ? [databaseUrl]
    : [databaseUrl, appDatabaseUrl, ...replicas.map(({ url }) => url), sharedCache?.url, tokens.jwksUrl];
  const listens = process === "web" ? [`${host.includes(":") ? `[${host}]` : host}:${port}`] : [];
  return [...new Set([...listens, ...asked.flatMap((url) => url === undefined ? [] : hostOf(url))])];
}

const usualPorts: Readonly<Record<string, number>> = {
  "postgres:": 5432,
  "postgresql:": 5432,
  "redis:": 6379,
  "rediss:": 6379,
  "http:": 80,
  "https:": 443,
};

function hostOf(url: string): string {
  const { protocol, hostname, port } = new URL(url);
  return `${hostname || "localhost"}:${port || usualPorts[protocol]}`;
}
