/** A file of orders as records, read as a stream: first its header, then, as often as needed, its rows. */
import { UsageError } from "../base/errors.ts";
import { readBytes } from "./bytes.ts";
import { type Layout, readHeader } from "./header.ts";
import { type Line, readLines } from "./lines.ts";
import { createRecordReader, type CsvRecord } from "./records.ts";

/** @throws UsageError where the file has no header that is known */
export async function readLayout(path: string): Promise<Layout> {
  for await (const lines of readLines(readBytes(path))) {
    const header = lines.find(isHeader);
    if (!header) continue;
    if (header.damage) throw new UsageError(`Cannot import ${path}: its first line is ${header.damage}`);
    return readHeader(path, header.text);
  }
  throw new UsageError(`Cannot import ${path}: it is empty`);
}

/**
 * @param onBytes told how many bytes of the file have been read in all
 * @returns every row, in the file's order, in groups
 */
export async function* readRecords(
  path: string,
  layout: Layout,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<readonly CsvRecord[]> {
  const reader = createRecordReader({ ...layout, width: layout.header.length });
  let afterHeader = false;
  for await (const lines of readLines(readBytes(path, onBytes))) {
    const start = afterHeader ? 0 : lines.findIndex(isHeader) + 1;
    if (!afterHeader && start === 0) continue;
    afterHeader = true;
    yield lines.slice(start).flatMap(reader.read);
  }
  yield reader.end();
}

function isHeader({ text }: Line): boolean {
  return text.trim() !== "";
}
