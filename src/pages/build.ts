import { fileURLToPath } from "node:url";
import type { PagesConfig } from "./config.ts";
import { listSources } from "./files.ts";
import { fingerprint } from "./fingerprint.ts";
import { type BuildManifest, readManifest } from "./manifest.ts";

/**
 * Makes what browsers are served: bundles of the islands and the static files, hashed and compressed. Where nothing that
 * went into the last build has changed, that one is taken. Several processes may build at once.
 * @throws Error when an island cannot be bundled; it tells the place in the source
 */
export async function buildIslands(config: PagesConfig): Promise<BuildManifest> {
  const last = await readManifest(config);
  const sources = await listSources(config);
  if (last !== null && last.fingerprint === await fingerprint(config, sources, last.inputs)) return last;
  await runBuild(config);
  const made = await readManifest(config);
  if (made === null) throw new Error(`Cannot find the build that was just made below ${config.output}`);
  return made;
}

/** In a process of its own, so that a server that built at its start does not carry the bundler along. */
async function runBuild(config: PagesConfig): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-check",
      `--config=${fileURLToPath(new URL(config.denoJson, config.root))}`,
      fileURLToPath(new URL("./build_process.ts", import.meta.url)),
      JSON.stringify(config),
    ],
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) throw new Error(`Cannot build the islands: ${new TextDecoder().decode(stderr).trim()}`);
}
