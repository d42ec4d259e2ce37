import type { PagesConfig } from "./config.ts";

/** The files a build starts from, sorted, relative to their folders. */
export type Sources = Readonly<Record<"routes" | "islands" | "statics", readonly string[]>>;

/** @returns none for a folder there is not */
export async function listSources(config: PagesConfig): Promise<Sources> {
  const [routes, islands, statics] = await Promise.all([
    listModules(new URL(config.routes, config.root)),
    listModules(new URL(config.islands, config.root)),
    listFiles(new URL(config.static, config.root)),
  ]);
  return { routes, islands, statics };
}

/** Without tests, and without folders named `(_...)`: they hold what routes are made of, and no routes. */
async function listModules(folder: URL): Promise<string[]> {
  const files = await listFiles(folder);
  return files.filter((file) => /\.tsx?$/.test(file) && !/_test\.tsx?$|(^|\/)\(_/.test(file));
}

async function listFiles(folder: URL): Promise<string[]> {
  const files: string[] = [];
  const read = async (path: string): Promise<void> => {
    for await (const entry of Deno.readDir(new URL(encodePath(path), folder))) {
      if (entry.isFile) files.push(path + entry.name);
      else if (entry.isDirectory) await read(`${path}${entry.name}/`);
    }
  };
  try {
    await read("");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return files.sort();
}

/** @returns a file's relative path as a URL has it */
export function encodePath(path: string): string {
  return encodeURI(path).replace(/[?#]/g, encodeURIComponent);
}

/** @returns the size of a file; undefined where there is none */
export async function sizeOf(file: URL): Promise<number | undefined> {
  try {
    const { isFile, size } = await Deno.lstat(file);
    return isFile ? size : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
