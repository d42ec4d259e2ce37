import { createHash } from "node:crypto";
import type { PagesConfig } from "./config.ts";
import { encodePath, type Sources } from "./files.ts";

/** Changed, these make other builds of the same files. */
const builders = ["./build_process.ts", "./bundle.ts", "./asset_store.ts", "./fingerprint.ts"];

/**
 * @param sources so that a new file counts
 * @param files whose content counts, relative to the root
 * @returns a text that changes with anything that goes into a build
 */
export async function fingerprint(
  config: PagesConfig,
  sources: Sources,
  files: readonly string[],
): Promise<string> {
  const denoJson = new URL(config.denoJson, config.root);
  const urls = [
    denoJson,
    new URL("deno.lock", denoJson),
    ...builders.map((file) => new URL(file, import.meta.url)),
    ...files.map((file) => new URL(encodePath(file), config.root)),
  ];
  const contents = await Promise.all(urls.map(readOrNothing));
  const hash = createHash("sha256").update(JSON.stringify(sources));
  for (const content of contents) hash.update(`${content.length} `).update(content);
  return hash.digest("hex");
}

async function readOrNothing(file: URL): Promise<Uint8Array> {
  try {
    return await Deno.readFile(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return new Uint8Array();
    throw error;
  }
}
