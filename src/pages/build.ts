import { fileURLToPath } from "node:url";
import { UsageError } from "../base/errors.ts";
import type { PagesConfig } from "./config.ts";
import { listSources, sizeOf } from "./files.ts";
import { fingerprint } from "./fingerprint.ts";
import { type BuildManifest, readManifest } from "./manifest.ts";

/**
 * Makes what browsers are served: bundles of the islands and the static files, hashed and compressed. Where nothing that
 * went into the last build has changed and none of its files is damaged, that one is taken. Several processes may build at
 * once.
 * @throws UsageError when something else is where the build belongs
 * @throws Error when an island cannot be bundled; it tells the place in the source
 */
export async function buildIslands(config: PagesConfig): Promise<BuildManifest> {
  await checkPlace(config);
  const last = await readManifest(config);
  if (last !== null && await isWhole(last, config) && await isCurrent(last, config)) return last;
  await runBuild(config);
  const made = await readManifest(config);
  if (made === null) throw new Error(`Cannot find the build that was just made below ${config.output}`);
  return made;
}

async function checkPlace({ output, root }: PagesConfig): Promise<void> {
  if (await sizeOf(new URL(output.replace(/\/$/, ""), root)) === undefined) return;
  throw new UsageError(
    `Cannot build the pages: ${output} is a folder that the build makes, got a file; remove it`,
  );
}

async function isCurrent(
  { fingerprint: last, inputs }: BuildManifest,
  config: PagesConfig,
): Promise<boolean> {
  return last === await fingerprint(config, await listSources(config), inputs);
}

/** By the sizes: a disk that was full leaves files short, and reading them all would take a start longer. */
async function isWhole({ assets }: BuildManifest, config: PagesConfig): Promise<boolean> {
  const files = Object.values(assets).flatMap(({ file, bytes, compressed }) => [
    { file, bytes },
    ...(compressed
      ? [{ file: file + ".br", bytes: compressed.br }, { file: file + ".gz", bytes: compressed.gzip }]
      : []),
  ]);
  const checks = files.map(async ({ file, bytes }) =>
    await sizeOf(new URL(config.output + file, config.root)) === bytes
  );
  return (await Promise.all(checks)).every((isSound) => isSound);
}

/** In a process of its own, so that a server that built at its start does not carry the bundler along. */
async function runBuild(config: PagesConfig): Promise<void> {
  const { success, stderr } = await runDeno([
    "run",
    "-A",
    "--no-check",
    `--config=${fileURLToPath(new URL(config.denoJson, config.root))}`,
    fileURLToPath(new URL("./build_process.ts", import.meta.url)),
    JSON.stringify(config),
  ]);
  if (!success) throw new Error(`Cannot build the islands: ${new TextDecoder().decode(stderr).trim()}`);
}

async function runDeno(args: string[]): Promise<Deno.CommandOutput> {
  try {
    return await new Deno.Command(Deno.execPath(), { args, stdout: "null", stderr: "piped" }).output();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    throw new UsageError(
      "Cannot build the pages: they have changed since the last build, and this process may start no other; run deno task build",
      { cause: error },
    );
  }
}
