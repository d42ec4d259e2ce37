import * as esbuild from "esbuild";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { PagesConfig } from "./config.ts";
import { BUNDLES_PATH, type Script } from "./manifest.ts";

/** Bundles for the browser: one for each island, one that revives them, and what several of them share. */
export interface Bundles {
  readonly boot: Script;
  /** By the island's file. */
  readonly islands: Readonly<Record<string, Script>>;
  /** Contents by file name; each name holds a hash of the content. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The sources that went in, without packages, relative to the root. */
  readonly inputs: readonly string[];
}

const bootFile = fileURLToPath(new URL("./client.ts", import.meta.url));

const options = {
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  platform: "browser",
  minify: true,
  legalComments: "none",
  charset: "utf8",
  // Precompiled JSX only makes HTML: the browser would render it, and never listen to an event.
  jsx: "automatic",
  jsxImportSource: "preact",
  tsconfigRaw: "{}",
  entryNames: "[name]-[hash]",
  chunkNames: "shared-[hash]",
  metafile: true,
  write: false,
  logLevel: "silent",
} as const satisfies esbuild.BuildOptions;

/**
 * @param islands files relative to the islands' folder
 * @param versions what `asset` knows in the browser: the hash of each static file by its path
 * @throws esbuild's error, which tells the place in the source
 */
export async function bundleIslands(
  config: PagesConfig,
  islands: readonly string[],
  versions: Readonly<Record<string, string>>,
): Promise<Bundles> {
  const root = fileURLToPath(config.root);
  const result = await esbuild.build({
    ...options,
    absWorkingDir: root,
    outdir: join(root, config.output),
    entryPoints: [
      { in: bootFile, out: "boot" },
      ...islands.map((file) => ({ in: join(root, config.islands, file), out: entryName(file) })),
    ],
    alias: await readAliases(config),
    define: { ASSET_VERSIONS: JSON.stringify(versions) },
  });
  return readResult(config, islands, result);
}

/** @returns a stylesheet or a script without its comments and spaces, and otherwise as it was written */
export async function minify(source: Uint8Array, loader: "css" | "js"): Promise<Uint8Array> {
  const { code } = await esbuild.transform(source, { loader, minify: true, legalComments: "none" });
  return new TextEncoder().encode(code);
}

function entryName(file: string): string {
  return file.replace(/\.\w+$/, "").replaceAll("/", "-");
}

/** What the import map calls by another name than the packages folder does. */
async function readAliases(config: PagesConfig): Promise<Record<string, string>> {
  const file = new URL(config.denoJson, config.root);
  const { imports = {} }: { imports?: Record<string, string> } = JSON.parse(await Deno.readTextFile(file));
  const aliases: Record<string, string> = {};
  for (const [name, target] of Object.entries(imports)) {
    if (target.startsWith("./")) aliases[name] = fileURLToPath(new URL(target, file));
    const npmName = target.match(/^npm:(@?[^@]+)/)?.[1];
    if (npmName !== undefined && npmName !== name) aliases[name] = npmName;
  }
  return aliases;
}

function readResult(
  config: PagesConfig,
  islands: readonly string[],
  result: esbuild.BuildResult<typeof options>,
): Bundles {
  const root = fileURLToPath(config.root);
  const { outputs, inputs } = result.metafile;
  const byEntry = new Map(
    Object.entries(outputs).map(([file, { entryPoint }]) => [entryPoint && resolve(root, entryPoint), file]),
  );
  const scriptOf = (entry: string): Script => {
    const file = byEntry.get(entry);
    if (file === undefined) throw new Error(`Cannot find the bundle made of ${entry}`);
    return { url: urlOf(file), imports: importsOf(file, outputs).map(urlOf) };
  };
  return {
    boot: scriptOf(bootFile),
    islands: Object.fromEntries(islands.map((file) => [file, scriptOf(join(root, config.islands, file))])),
    files: new Map(result.outputFiles.map(({ path, contents }) => [basename(path), contents])),
    inputs: Object.keys(inputs).filter((path) => !/node_modules\/|^</.test(path)),
  };
}

function urlOf(file: string): string {
  return BUNDLES_PATH + basename(file);
}

/** @returns all that the browser fetches before it can run `file`, without what is imported on demand */
function importsOf(file: string, outputs: esbuild.Metafile["outputs"]): string[] {
  const found = new Set<string>();
  const visit = (importer: string) => {
    for (const { path, kind } of outputs[importer]?.imports ?? []) {
      if (kind !== "import-statement" || found.has(path)) continue;
      found.add(path);
      visit(path);
    }
  };
  visit(file);
  return [...found];
}
