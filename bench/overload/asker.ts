/** Asks over HTTP/1.1 with as little work as can be: it shares the cores with what it measures. */
export interface Told {
  readonly status: number;
  /** Its lines, names in lower case. */
  readonly headers: string;
  readonly body: string;
}

export interface Asker {
  /** Asks with GET, on a connection that nobody else waits on. */
  ask(path: string): Promise<Told>;
  close(): void;
}

interface Line {
  readonly connection: Deno.TcpConn;
  readonly buffer: Uint8Array;
}

const longestAnswer = 16_384;
const [encoder, decoder] = [new TextEncoder(), new TextDecoder()];

/** @param address such as `http://127.0.0.1:8000` */
export function openAsker(address: string): Asker {
  const { hostname, port, host } = new URL(address);
  const idle: Line[] = [];
  const open = async (): Promise<Line> => ({
    connection: await Deno.connect({ hostname, port: Number(port) }),
    buffer: new Uint8Array(longestAnswer),
  });
  return {
    async ask(path) {
      const line = idle.pop() ?? await open();
      await line.connection.write(encoder.encode(`GET ${path} HTTP/1.1\r\nhost: ${host}\r\n\r\n`));
      const told = await readTold(line);
      idle.push(line);
      return told;
    },
    close() {
      for (const { connection } of idle) connection.close();
    },
  };
}

async function readTold({ connection, buffer }: Line): Promise<Told> {
  let length = 0;
  while (length < buffer.length) {
    const read = await connection.read(buffer.subarray(length));
    if (read === null) throw new Error("Cannot read the answer: the connection has ended");
    length += read;
    const text = decoder.decode(buffer.subarray(0, length));
    const end = text.indexOf("\r\n\r\n");
    if (end < 0) continue;
    const headers = text.slice(0, end).toLowerCase();
    const bodyLength = Number(/\ncontent-length: (\d+)/.exec(headers)?.[1] ?? NaN);
    if (Number.isNaN(bodyLength)) throw new Error("Cannot read the answer: it does not say how long it is");
    // What is asked here is answered in ASCII.
    const body = text.slice(end + 4);
    if (body.length === bodyLength) return { status: Number(headers.slice(9, 12)), headers, body };
  }
  throw new Error("Cannot read the answer: it is too long");
}
