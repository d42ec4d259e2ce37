/** A file's bytes in pieces, unpacked where it is gzip, whatever its name says. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { messageOf, UsageError } from "../base/errors.ts";

const CHUNK_SIZE = 64 * 1024;

/** @throws UsageError where there is no such file, or it cannot be one of text */
export async function fileSize(path: string): Promise<number> {
  try {
    const { isFile, size } = await Deno.stat(path);
    if (!isFile) throw new UsageError(`Cannot import ${path}: it is not a file`);
    if (size === 0) throw new UsageError(`Cannot import ${path}: it is empty`);
    return size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new UsageError(`Cannot import ${path}: there is no such file`);
    }
    throw error;
  }
}

/**
 * @param onBytes told how many bytes of the file itself have been read in all
 * @returns chunks that are good until the next one is asked for
 * @throws UsageError where the file is no UTF-8 text by its first bytes, or its gzip is damaged
 */
export async function* readBytes(
  path: string,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<Uint8Array> {
  const start = await firstBytes(path);
  const foreign = foreignFormat(start);
  if (foreign) throw new UsageError(`Cannot import ${path}: it is ${foreign}, save it as CSV in UTF-8`);
  const chunks = readChunks(path, onBytes);
  if (start[0] !== 0x1f || start[1] !== 0x8b) {
    yield* chunks;
    return;
  }
  try {
    // Not the web's DecompressionStream: that one refuses files of several members, as pigz and bgzip make them.
    yield* pipeline(Readable.from(copies(chunks)), createGunzip({ chunkSize: CHUNK_SIZE }), () => {});
  } catch (error) {
    throw new UsageError(`Cannot import ${path}: its gzip is damaged or cut short (${messageOf(error)})`);
  }
}

async function firstBytes(path: string): Promise<Uint8Array> {
  const start = new Uint8Array(4);
  using file = await Deno.open(path);
  const length = await file.read(start);
  return start.subarray(0, length ?? 0);
}

function foreignFormat([a, b, c, d]: Uint8Array): string | undefined {
  if (a === 0xff && b === 0xfe || a === 0xfe && b === 0xff) return "UTF-16";
  if (a === 0x50 && b === 0x4b && c === 3 && d === 4) return "a workbook or another ZIP archive";
  return undefined;
}

async function* readChunks(path: string, onBytes: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  using file = await Deno.open(path);
  const chunk = new Uint8Array(CHUNK_SIZE);
  let bytes = 0;
  for (;;) {
    const length = await file.read(chunk);
    if (length === null) return;
    onBytes(bytes += length);
    yield chunk.subarray(0, length);
  }
}

// A Node stream reads ahead.
async function* copies(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield chunk.slice();
}
