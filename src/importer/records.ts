/**
 * CSV records (RFC 4180) out of lines. A line that is no record is set aside alone: reading goes on at the very next
 * line, so that one stray quote never swallows the good rows after it.
 */
import type { Line } from "./lines.ts";

export interface CsvRecord {
  /** Of its first line. */
  readonly line: number;
  /** As written, spaces included; of a line that is no record, its whole text. */
  readonly fields: readonly string[];
  /** Why it is no record of this file. */
  readonly problem?: string;
}

export interface RecordReader {
  /** @returns the records that this line completes */
  read(line: Line): readonly CsvRecord[];
  /** @returns what was still open where the file ends */
  end(): readonly CsvRecord[];
}

/** A quoted text that goes on longer than this many characters is taken for a quote that nobody closed. */
export const LONGEST_RECORD = 64 * 1024;

interface Open {
  readonly lines: Line[];
  fields: string[];
  /** The quoted field that is not closed yet; undefined between fields. */
  quoted: string | undefined;
  length: number;
}

export interface RecordOptions {
  readonly delimiter: string;
  /** How many fields a record must have. */
  readonly width: number;
  /** The places of fields that must not run over several lines. */
  readonly oneLine: readonly number[];
}

export function createRecordReader({ delimiter, width, oneLine }: RecordOptions): RecordReader {
  let open: Open | undefined;

  /** Sets the record's first line aside and puts the others back, to be read as if it had not been there. */
  const refuse = ({ lines, fields }: Open, waiting: Line[], problem: string): CsvRecord => {
    const [first, ...others] = lines;
    waiting.push(...others.reverse());
    const whole = others.length === 0 && problem === wrongWidth(fields, width);
    return { line: first?.number ?? 0, fields: whole ? fields : [first?.text ?? ""], problem };
  };

  const judge = ({ lines, fields }: Open): string | undefined => {
    if (fields.length !== width) return wrongWidth(fields, width);
    if (lines.length > 1 && oneLine.some((place) => fields[place]?.includes("\n"))) return NOT_CLOSED;
    return undefined;
  };

  const read = (line: Line): readonly CsvRecord[] => {
    const records: CsvRecord[] = [];
    const waiting = [line];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const record: Open = open ?? { lines: [], fields: [], quoted: undefined, length: 0 };
      record.lines.push(next);
      open = undefined;
      const damage = extend(record, next, delimiter);
      if (damage === undefined && record.quoted !== undefined) {
        open = record;
        continue;
      }
      const blank = damage === undefined && record.fields.every((field) => field.trim() === "");
      if (blank) continue;
      // What ails a later line ends the record, and is told of that line when its turn comes.
      const problem = damage && record.lines.length > 1 ? NOT_CLOSED : damage ?? judge(record);
      if (problem === undefined) records.push({ line: record.lines[0]?.number ?? 0, fields: record.fields });
      else records.push(refuse(record, waiting, problem));
    }
    return records;
  };

  return {
    read,
    end() {
      const records: CsvRecord[] = [];
      while (open) {
        const waiting: Line[] = [];
        records.push(refuse(open, waiting, NOT_CLOSED));
        open = undefined;
        for (const line of waiting.reverse()) records.push(...read(line));
      }
      return records;
    },
  };
}

/** @returns the fields of a record that stands in one line; undefined where it is none */
export function splitRecord(text: string, delimiter: string): readonly string[] | undefined {
  const record: Open = { lines: [], fields: [], quoted: undefined, length: 0 };
  const problem = extend(record, { number: 1, text }, delimiter);
  return problem === undefined && record.quoted === undefined ? record.fields : undefined;
}

const NOT_CLOSED = "a quote opened here is not closed";

function wrongWidth({ length }: readonly string[], width: number): string {
  return `${length} ${length === 1 ? "field" : "fields"} where the header has ${width}`;
}

/** Reads one line into a record; `quoted` stays open where the line ends inside quotes. @returns what is wrong */
function extend(record: Open, { text, damage }: Line, delimiter: string): string | undefined {
  if (damage !== undefined) return damage;
  if (text.includes("\0")) return "a NUL character";
  if (record.quoted === undefined && !text.includes('"')) {
    record.fields = text.split(delimiter);
    return undefined;
  }
  record.length += text.length;
  if (record.length > LONGEST_RECORD) return NOT_CLOSED;
  let at = 0;
  if (record.quoted !== undefined) record.quoted += "\n";
  for (;;) {
    if (record.quoted === undefined) {
      const start = skipSpaces(text, at);
      if (text[start] !== '"') {
        const end = text.indexOf(delimiter, at);
        record.fields.push(text.slice(at, end < 0 ? undefined : end));
        if (end < 0) return undefined;
        at = end + delimiter.length;
        continue;
      }
      record.quoted = "";
      at = start + 1;
    }
    const quote = text.indexOf('"', at);
    record.quoted += text.slice(at, quote < 0 ? undefined : quote);
    if (quote < 0) return undefined;
    if (text[quote + 1] === '"') {
      record.quoted += '"';
      at = quote + 2;
      continue;
    }
    record.fields.push(record.quoted);
    record.quoted = undefined;
    at = skipSpaces(text, quote + 1);
    if (at === text.length) return undefined;
    if (!text.startsWith(delimiter, at)) {
      return `text after the closing quote of field ${record.fields.length}: quotes inside a field are doubled`;
    }
    at += delimiter.length;
  }
}

function skipSpaces(text: string, at: number): number {
  while (text[at] === " ") at++;
  return at;
}
