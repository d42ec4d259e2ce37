/** Folders in memory for what need not last: on many disks, making a database of many small files takes twenty times as long. */
import { randomBytes } from "node:crypto";
import { statfs } from "node:fs/promises";
import { join } from "node:path";
import { removeIfThere } from "./files.ts";

/** Where Linux keeps files in memory, for everyone. */
const memory = "/dev/shm";
/** As the kernel names that kind of file system. */
const tmpfs = 0x01021994;
/** Servers of tests take a tenth of it. */
const leastFreeBytes = 4 * 2 ** 30;

/** @returns whether files can be kept in memory here, and enough of them */
export async function hasRoomInMemory(): Promise<boolean> {
  try {
    const { type, bavail, bsize } = await statfs(memory);
    return type === tmpfs && bavail * bsize >= leastFreeBytes;
  } catch {
    // Not on this system.
    return false;
  }
}

/**
 * Makes a folder of its own.
 * @param name what its name begins with, by which `removeMemoryFolders` finds it
 * @returns its path; undefined where there is no room
 */
export async function makeMemoryFolder(name: string): Promise<string | undefined> {
  if (!await hasRoomInMemory()) return undefined;
  const folder = join(memory, `${name}-${randomBytes(4).toString("hex")}`);
  await Deno.mkdir(folder, { mode: 0o700 });
  return folder;
}

/** Removes all that were made by that name, but those that somebody still writes to. */
export async function removeMemoryFolders(name: string): Promise<void> {
  for (const folder of await memoryFolders(name)) await removeIfThere(folder).catch(() => {});
}

/** @returns the paths of those that were made by that name */
export async function memoryFolders(name: string): Promise<readonly string[]> {
  const folders: string[] = [];
  try {
    for await (const entry of Deno.readDir(memory)) {
      if (entry.name.startsWith(`${name}-`)) folders.push(join(memory, entry.name));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return folders;
}
