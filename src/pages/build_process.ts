/** Makes one build and ends; run by `buildIslands` with the config as its argument, never by hand. */
import { stop } from "esbuild";
import { storeAsset, writeWhole } from "./asset_store.ts";
import { bundleIslands, minify } from "./bundle.ts";
import type { PagesConfig } from "./config.ts";
import { encodePath, listSources } from "./files.ts";
import { fingerprint } from "./fingerprint.ts";
import { type Asset, type BuildManifest, BUNDLES_PATH, manifestUrl } from "./manifest.ts";

async function build(config: PagesConfig): Promise<void> {
  const started = Date.now();
  const sources = await listSources(config);
  const output = new URL(config.output, config.root);
  await Deno.mkdir(output, { recursive: true });
  const statics = await Promise.all(sources.statics.map(async (file): Promise<[string, Asset]> => {
    const source = await Deno.readFile(new URL(config.static + encodePath(file), config.root));
    const [, loader] = /\.(css|js)$/.exec(file) ?? [];
    const content = loader === "css" || loader === "js" ? await minify(source, loader) : source;
    const name = file.replaceAll("/", "-");
    return ["/" + encodePath(file), await storeAsset(output, { name, content, hashed: false })];
  }));
  const versions = Object.fromEntries(statics.map(([path, { hash }]) => [path, hash]));
  const { boot, islands, files, inputs } = await bundleIslands(config, sources.islands, versions);
  const bundles = await Promise.all([...files].map(async ([name, content]): Promise<[string, Asset]> => {
    return [BUNDLES_PATH + name, await storeAsset(output, { name, content, hashed: true })];
  }));
  const allInputs = [...inputs, ...sources.statics.map((file) => config.static + file)];
  const manifest: BuildManifest = {
    // Saved again while it was built, a file may have gone in as it was before.
    fingerprint: await changedSince(started, config, allInputs)
      ? ""
      : await fingerprint(config, sources, allInputs),
    inputs: allInputs,
    routes: sources.routes,
    islands,
    boot,
    assets: Object.fromEntries([...statics, ...bundles]),
  };
  await writeWhole(manifestUrl(config), new TextEncoder().encode(JSON.stringify(manifest, null, 1)));
  await removeLeftovers(output, manifest);
}

async function changedSince(time: number, config: PagesConfig, files: readonly string[]): Promise<boolean> {
  const stats = await Promise.all(files.map((file) => Deno.stat(new URL(encodePath(file), config.root))));
  return stats.some(({ mtime }) => mtime !== null && mtime.getTime() >= time);
}

/** Removes what earlier builds made and this one did not; not the drafts of one that is under way. */
async function removeLeftovers(output: URL, { assets }: BuildManifest): Promise<void> {
  const kept = Object.values(assets).flatMap(({ file }) => [file, file + ".br", file + ".gz"]);
  const keep = new Set([...kept, "manifest.json"]);
  for await (const { name } of Deno.readDir(output)) {
    if (keep.has(name) || name.endsWith(".draft")) continue;
    await Deno.remove(new URL(encodePath(name), output)).catch((error) => {
      // Another process that builds the same was quicker.
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
  }
}

if (import.meta.main) {
  const { root, ...config } = JSON.parse(Deno.args[0] ?? "");
  try {
    await build({ ...config, root: new URL(root) });
  } catch (error) {
    Deno.stderr.writeSync(new TextEncoder().encode(error instanceof Error ? error.message : String(error)));
    Deno.exitCode = 1;
  } finally {
    await stop();
  }
}
