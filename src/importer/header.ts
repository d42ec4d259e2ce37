/** Finds out what a file is from its first line. */
import { UsageError } from "../base/errors.ts";
import type { Cells, Format, ImportShop } from "./format.ts";
import { laneway } from "./laneway.ts";
import { splitRecord } from "./records.ts";
import { shopify } from "./shopify.ts";
import { superstore } from "./superstore.ts";

export interface Layout {
  readonly format: Format;
  readonly delimiter: string;
  /** As written. */
  readonly header: readonly string[];
  /** Where in a row a text must not run over several lines. */
  readonly oneLine: readonly number[];
  /** Names in the header that mean nothing to the format. */
  readonly ignored: readonly string[];
  /** @throws Reject where the row cannot be turned into ours */
  toCells(fields: readonly string[], shop: ImportShop): Cells;
}

/** What the list of rejected rows has in front of the file's own columns. */
export const rejectColumns = ["rejected_line", "rejected_reason"] as const;

const formats: readonly Format[] = [laneway, shopify, superstore];
const delimiters = [",", ";", "\t"] as const;

/**
 * @param text the file's first line
 * @throws UsageError where it is no header that is known, saying what is missing
 */
export function readHeader(path: string, text: string): Layout {
  const fail = (why: string): never => {
    throw new UsageError(`Cannot import ${path}: ${why}`);
  };
  if (text.includes("\0")) fail("its first line holds NUL characters, save it as CSV in UTF-8");
  const candidates = delimiters.flatMap((delimiter) => {
    const header = splitRecord(text, delimiter) ?? [text];
    return formats.map((format) => ({ format, delimiter, header, missing: missing(format, header) }));
  });
  const [best] = candidates.sort((a, b) => share(a) - share(b));
  if (!best) throw new TypeError("there is no format");
  const { format, delimiter, header } = best;
  if (rejectColumns.every((name, index) => header[index] === name)) {
    fail("it lists rejected rows: correct them in the file they came from and import that one again, whole");
  }
  if (text.includes("\r")) fail("its lines end in CR alone, save it with LF or CR LF");
  if (best.missing.length > 0) fail(describeMissing(best));
  const names = header.map(normalise);
  const known = [...format.required, ...format.optional];
  const twice = known.filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice.length > 0) fail(`its header has ${twice.join(", ")} twice`);
  const places = new Map(names.map((name, index) => [name, index]));
  return {
    format,
    delimiter,
    header,
    oneLine: names.flatMap((name, index) =>
      known.includes(name) && !format.freeText.includes(name) ? [index] : []
    ),
    ignored: header.filter((name) => name.trim() !== "" && !known.includes(normalise(name))),
    toCells: (fields, shop) => format.toCells((name) => fields[places.get(name) ?? -1]?.trim() ?? "", shop),
  };
}

interface Candidate {
  readonly format: Format;
  readonly header: readonly string[];
  readonly missing: readonly string[];
}

function missing(format: Format, header: readonly string[]): readonly string[] {
  const names = header.map(normalise);
  return format.required.filter((name) => !names.includes(name));
}

function share({ format, missing }: Candidate): number {
  return missing.length / format.required.length;
}

function describeMissing({ format, header, missing }: Candidate): string {
  const list = formats.map(({ name, required }) => `  ${name}: ${required.join(", ")}`).join("\n");
  const found = `found ${JSON.stringify(header.map((name) => name.slice(0, 40)).slice(0, 30))}`;
  const why = missing.length < format.required.length
    ? `its header lacks ${missing.join(", ")} (taken for the ${format.name} format; ${found})`
    : `its first line is no header that is known (${found})`;
  return `${why}\nA header must have one of these sets of columns, in any order:\n${list}`;
}

function normalise(name: string): string {
  return name.trim().toLowerCase();
}
