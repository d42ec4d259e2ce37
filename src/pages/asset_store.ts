import { createHash, randomUUID } from "node:crypto";
import { extname } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import { sizeOf } from "./files.ts";
import type { Asset } from "./manifest.ts";
import { isCompressible, mediaTypeOf } from "./media_type.ts";

/** Keeps a file for the server, with its compressed forms, under a name that changes with the content. */
export async function storeAsset(
  output: URL,
  { name, content, hashed }: { name: string; content: Uint8Array; hashed: boolean },
): Promise<Asset> {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const type = mediaTypeOf(name);
  const extension = extname(name);
  const base = name.slice(0, name.length - extension.length).replace(/[^\w.-]/g, "_");
  const file = hashed ? name : `${base}-${hash}${extension}`;
  await writeOnce(new URL(file, output), content);
  const asset = { file, type, hash, hashed, bytes: content.length };
  if (!isCompressible(type)) return asset;
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(content),
    promisify(gzip)(content, { level: 9 }),
  ]);
  if (br.length >= content.length) return asset;
  await Promise.all([
    writeOnce(new URL(file + ".br", output), br),
    writeOnce(new URL(file + ".gz", output), gz),
  ]);
  return { ...asset, compressed: { br: br.length, gzip: gz.length } };
}

/** The same name always has the same content; of another size, it was damaged. */
async function writeOnce(file: URL, content: Uint8Array): Promise<void> {
  if (await sizeOf(file) !== content.length) await writeWhole(file, content);
}

/** Writes beside the file first, so that nobody reads half of it, even after a crash. */
export async function writeWhole(file: URL, content: Uint8Array): Promise<void> {
  const draft = new URL(`${file.href}.${randomUUID()}.draft`);
  await Deno.writeFile(draft, content);
  await Deno.rename(draft, file);
}
