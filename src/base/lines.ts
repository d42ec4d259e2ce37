/** Lines written behind their writers' backs: whoever reads them slowly, or not at all, holds up nobody. */

export interface Lines {
  /** @param line with its newline */
  readonly write: (line: string) => void;
  /** Resolves once all that was written is out, or after a second: whoever does not read may never do. */
  readonly settle: () => Promise<void>;
}

export interface LinesOptions {
  /** Rejects with BrokenPipe where nobody will ever read: then all else is dropped. What else fails, such as a full disk, may pass. */
  readonly write: (bytes: Uint8Array) => Promise<number>;
  /** @returns the line that takes the place of so many for which there was no room */
  readonly lost: (count: number) => string;
  /** Of lines that wait to be written; a megabyte unless given. */
  readonly mostBytes?: number;
}

const patienceMs = 1_000;
const encoder = new TextEncoder();

export function createLines({ write, lost, mostBytes = 1_000_000 }: LinesOptions): Lines {
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  let unwritten = 0;
  let lostCount = 0;
  let isClosed = false;
  let writing: Promise<void> | undefined;

  async function writeAll(): Promise<void> {
    try {
      while (waiting.length > 0 || lostCount > 0) {
        const [lines, told] = [waiting, lostCount];
        waiting = [];
        for (const line of lines) {
          await writeWhole(line);
          bytes -= line.length;
          unwritten--;
        }
        if (told === 0) continue;
        await writeWhole(encoder.encode(lost(told)));
        lostCount -= told;
      }
    } catch (error) {
      isClosed = error instanceof Deno.errors.BrokenPipe;
      // Whoever writes next tries again.
      lostCount += unwritten;
      [waiting, bytes, unwritten] = [[], 0, 0];
    } finally {
      writing = undefined;
    }
  }
  async function writeWhole(line: Uint8Array): Promise<void> {
    for (let sent = 0; sent < line.length;) sent += await write(line.subarray(sent));
  }
  return {
    write(line) {
      if (isClosed) return;
      const encoded = encoder.encode(line);
      if (bytes + encoded.length > mostBytes) {
        lostCount++;
        return;
      }
      bytes += encoded.length;
      unwritten++;
      waiting.push(encoded);
      writing ??= writeAll();
    },
    async settle() {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<void>((resolve) => timer = setTimeout(resolve, patienceMs));
      await Promise.race([writing, late]);
      clearTimeout(timer);
    },
  };
}
