/** The rows that were not taken, as a file: line number, reason, and the row as it was. */
import { readRecords } from "./csv_file.ts";
import { type Layout, rejectColumns } from "./header.ts";
import type { Run } from "./staging.ts";

const PAGE = 5000;

interface Rejected {
  readonly line: number;
  readonly reason: string;
}

export interface RejectsOptions {
  /** The file they are from; it is read once more, so that no rows need be kept until now. */
  readonly path: string;
  readonly layout: Layout;
  readonly run: Run;
  readonly rejectsPath: string;
}

/** Writes the whole list, in the file's order, in place of an older one. */
export async function writeRejects({ path, layout, run, rejectsPath }: RejectsOptions): Promise<void> {
  const draft = `${rejectsPath}.new`;
  const rejected = findRejected(run);
  let next = await rejected.next();
  {
    using file = await Deno.open(draft, { write: true, create: true, truncate: true });
    await write(file, csvLine([...rejectColumns, ...layout.header], layout.delimiter));
    for await (const records of readRecords(path, layout)) {
      let text = "";
      for (const { line, fields } of records) {
        if (next.done || next.value.line !== line) continue;
        text += csvLine([String(line), next.value.reason, ...fields], layout.delimiter);
        next = await rejected.next();
      }
      await write(file, text);
    }
  }
  await Deno.rename(draft, rejectsPath);
}

/** Removes the list of an earlier import, now that no row is rejected; a file that is no such list is left alone. */
export async function removeRejects(rejectsPath: string): Promise<void> {
  try {
    const start = new Uint8Array(rejectColumns[0].length);
    {
      using file = await Deno.open(rejectsPath);
      await file.read(start);
    }
    if (new TextDecoder().decode(start) === rejectColumns[0]) await Deno.remove(rejectsPath);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

async function* findRejected(run: Run): AsyncGenerator<Rejected> {
  let after = 0;
  for (;;) {
    const page = await run<Rejected>("import/find_rejects", { after, limit: PAGE });
    yield* page;
    const last = page.at(-1);
    if (!last) return;
    after = last.line;
  }
}

function csvLine(fields: readonly string[], delimiter: string): string {
  const written = fields.map((field) =>
    /["\r\n]/.test(field) || field.includes(delimiter) ? `"${field.replaceAll('"', '""')}"` : field
  );
  return written.join(delimiter) + "\n";
}

const encoder = new TextEncoder();

async function write(file: Deno.FsFile, text: string): Promise<void> {
  const bytes = encoder.encode(text);
  for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
}
