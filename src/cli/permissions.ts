/** What our processes are started with, as flags of Deno: no program started, nothing written, no machine asked but those of the settings. */
import { databaseTls } from "../base/tls.ts";
import type { Config } from "../config.ts";
import { variableNames } from "../config.ts";

export type ProcessName = "web" | "cron";

/** Relative to the project, which is where our tasks run. */
const ownFiles = [
  ...["src", "sql", "routes", "components", "islands", "static", "_fresh"],
  ...["deno.json", "deno.lock", "fresh.config.ts"],
];

/**
 * V8 lets 16 MB a half of what is new pile up before it looks what of it is garbage: at 8 MB a web process under load holds a
 * fifth less memory, and takes no more time (docs/PERFORMANCE.md).
 */
export const memoryFlag = "--v8-flags=--max-semi-space-size=8";

/** @param config undefined where the settings are wrong: the process itself tells what is */
export function startFlags(process: ProcessName, config: Config | undefined): readonly string[] {
  return [memoryFlag, ...permissionFlags(process, config)];
}

export function permissionFlags(process: ProcessName, config: Config | undefined): readonly string[] {
  const hosts = config ? hostsOf(process, config) : [];
  const files = config ? certificatesOf(process, config) : [];
  return [
    "--no-prompt",
    ...(hosts.length > 0 ? [`--allow-net=${hosts.join()}`] : []),
    `--allow-env=${variableNames().join()}`,
    `--allow-read=${[...ownFiles, ...files].join()}`,
  ];
}

/** @returns where it listens and whom it asks, as `host:port`, each once */
function hostsOf(process: ProcessName, config: Config): readonly string[] {
  const { host, port, metricsPort, cronMetricsPort, sharedCache, tokens } = config;
  const ports = process === "web" ? [port, metricsPort] : [cronMetricsPort];
  const address = host.includes(":") ? `[${host}]` : host;
  const listens = ports.filter((port) => port !== undefined).map((port) => `${address}:${port}`);
  const others = process === "web" ? [sharedCache?.url, tokens.jwksUrl] : [];
  const asked = [...databasesOf(process, config), ...others];
  return [...new Set([...listens, ...asked.flatMap((url) => url === undefined ? [] : hostOf(url))])];
}

function databasesOf(
  process: ProcessName,
  { databaseUrl, appDatabaseUrl, writerDatabaseUrl, replicas }: Config,
): readonly string[] {
  const others = process === "web"
    ? [appDatabaseUrl, writerDatabaseUrl, ...replicas.map(({ url }) => url)]
    : [];
  return [databaseUrl, ...others.filter((url) => url !== undefined)];
}

/** @returns the files of certificates that it verifies servers by */
function certificatesOf(process: ProcessName, config: Config): readonly string[] {
  const { sharedCache } = config;
  const ofCache = process === "web" && sharedCache?.kind === "redis" ? sharedCache.ca?.file : undefined;
  const files = [...databasesOf(process, config).map((url) => databaseTls(url)?.ca?.file), ofCache];
  return [...new Set(files.filter((file) => file !== undefined))];
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
