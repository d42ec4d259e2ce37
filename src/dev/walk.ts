/** The project's own files. */

/**
 * @param folders below `root`; those that do not exist are passed over
 * @returns paths relative to `root`, with forward slashes, sorted
 */
export async function walk(root: URL, folders: readonly string[]): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const folder of folders) await collect(root, folder, paths);
  return paths.sort();
}

async function collect(root: URL, folder: string, paths: string[]): Promise<void> {
  try {
    for await (const entry of Deno.readDir(new URL(`${folder}/`, root))) {
      // Of others' making: the benches' peers bring their own.
      if (entry.name === "node_modules") continue;
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory) await collect(root, path, paths);
      else paths.push(path);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
