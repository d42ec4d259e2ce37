/** A text's physical lines, numbered, in whatever pieces its bytes come. */

export interface Line {
  /** From 1. */
  readonly number: number;
  /** Without its line break. */
  readonly text: string;
  /** Why its text is not to be trusted. */
  readonly damage?: string;
}

/** Longest line in bytes; what is no text at all may have none that ends. */
export const LONGEST_LINE = 1024 * 1024;
const LINE_FEED = 0x0a;

// A BOM is looked for at the file's start alone, not at every piece's.
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * @param chunks may be reused for the next one as soon as that is asked for
 * @returns the lines in groups, as many as each chunk completes; a line ends in LF or CR LF
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Line[]> {
  let number = 0;
  // One buffer for all chunks: many short-lived large ones make a process grow and grow.
  let buffer = new Uint8Array(0);
  let length = 0;
  let overlong = false;
  const take = (end: number): readonly Line[] =>
    decodeLines(buffer.subarray(0, end)).map((line, index) => {
      number++;
      const text = number === 1 && line.text.startsWith("\ufeff") ? line.text.slice(1) : line.text;
      const damage = overlong && index === 0 ? `longer than ${LONGEST_LINE} bytes` : line.damage;
      return { number, text, ...damage ? { damage } : {} };
    });
  for await (const chunk of chunks) {
    buffer = withRoom(buffer, length, chunk.length);
    buffer.set(chunk, length);
    const newest = chunk.lastIndexOf(LINE_FEED);
    const end = newest < 0 ? -1 : length + newest;
    length += chunk.length;
    if (end >= 0) {
      const lines = take(end);
      overlong = false;
      buffer.copyWithin(0, end + 1, length);
      length -= end + 1;
      yield lines;
    }
    if (length > LONGEST_LINE) {
      // Its beginning stays, for whoever looks for the line.
      length = 1024;
      overlong = true;
    }
  }
  if (length > 0) yield take(length);
}

function withRoom(buffer: Uint8Array<ArrayBuffer>, length: number, more: number): Uint8Array<ArrayBuffer> {
  if (length + more <= buffer.length) return buffer;
  const larger = new Uint8Array(2 * (length + more));
  larger.set(buffer.subarray(0, length));
  return larger;
}

function decodeLines(bytes: Uint8Array): readonly Omit<Line, "number">[] {
  try {
    return splitLines(strict.decode(bytes)).map((text) => ({ text }));
  } catch {
    return splitBytes(bytes).map((line) => {
      try {
        return { text: withoutReturn(strict.decode(line)) };
      } catch {
        return { text: withoutReturn(lenient.decode(line)), damage: "not UTF-8" };
      }
    });
  }
}

function splitLines(text: string): readonly string[] {
  return text.split("\n").map(withoutReturn);
}

function splitBytes(bytes: Uint8Array): readonly Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  lines.push(bytes.subarray(start));
  return lines;
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
