/** Reads the body of a POST request, within limits on its kind, its length and the time it takes. */
import { messageOf } from "../base/errors.ts";
import { within } from "../base/within.ts";
import { parameter } from "./accept.ts";
import { RefusedRequest } from "./refused.ts";

export interface BodyLimits {
  readonly maxBytes: number;
  /** From the first read to the last byte, in milliseconds. */
  readonly deadline: number;
}

/** @returns a function that reads a body; it rejects with RefusedRequest where that is not JSON's, too long or too slow */
export function createBodyReader(limits: BodyLimits): (request: Request) => Promise<Uint8Array<ArrayBuffer>> {
  return async (request) => {
    checkContentType(request.headers);
    return await readBody(request, limits);
  };
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** @throws RefusedRequest where it is none */
export function textOf(body: Uint8Array): string {
  try {
    return utf8.decode(body);
  } catch {
    throw badBody("it is not UTF-8");
  }
}

/** @throws RefusedRequest where it is too long, too slow, or ends early */
export async function readBody(request: Request, limits: BodyLimits): Promise<Uint8Array<ArrayBuffer>> {
  const length = request.headers.get("content-length");
  if (Number(length) > limits.maxBytes) throw tooLarge(limits.maxBytes);
  // A body whose length is known is read at once, which is several times faster than piece by piece.
  return length !== null ? await readWhole(request, limits.deadline) : await readPieces(request, limits);
}

// A form or plain text can be sent by any site's page in a visitor's name; JSON makes the browser ask us first.
function checkContentType(headers: Headers): void {
  const header = headers.get("content-type");
  if (header !== "application/json") checkMediaType(header);
  const encoding = headers.get("content-encoding") ?? "identity";
  if (encoding !== "identity") {
    throw unsupported(`it must not be compressed (got content-encoding ${encoding})`);
  }
}

function checkMediaType(header: string | null): void {
  const [type, ...parameters] = (header ?? "").toLowerCase().split(";").map((part) => part.trim());
  if (type !== "application/json") {
    throw unsupported(`its content-type must be application/json (got ${header ?? "none"})`);
  }
  const charset = parameter(parameters, "charset") ?? "utf-8";
  if (charset !== "utf-8" && charset !== "utf8") {
    throw unsupported(`its charset must be utf-8 (got ${charset})`);
  }
}

// More than it takes to tell that a body is there already.
const moments = 10;

async function readWhole(request: Request, deadline: number): Promise<Uint8Array<ArrayBuffer>> {
  let bytes: Uint8Array<ArrayBuffer> | undefined;
  const reading = request.bytes();
  reading.then((read) => bytes = read, () => {});
  // Nearly every body comes together with its headers, and a timer takes longer than all the rest.
  for (let moment = 0; moment < moments && bytes === undefined; moment++) await undefined;
  return bytes ?? await within(deadline, reading, () => tooLate(deadline)).catch(refuse);
}

async function readPieces(
  request: Request,
  { maxBytes, deadline }: BodyLimits,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!request.body) return new Uint8Array();
  const reader = request.body.getReader();
  const readAll = async (): Promise<Uint8Array<ArrayBuffer>> => {
    const chunks: Uint8Array[] = [];
    let length = 0;
    while (true) {
      const { done, value } = await reader.read();
      if (done) return concatenate(chunks, length);
      chunks.push(value);
      length += value.length;
      if (length > maxBytes) throw tooLarge(maxBytes);
    }
  };
  try {
    return await within(deadline, readAll(), () => tooLate(deadline));
  } catch (error) {
    reader.cancel().catch(() => {});
    return refuse(error);
  }
}

function concatenate(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

function refuse(error: unknown): never {
  throw error instanceof RefusedRequest ? error : badBody(`it ended early (${messageOf(error)})`);
}

function badBody(why: string): RefusedRequest {
  return new RefusedRequest(400, "BAD_REQUEST", `Cannot read the body: ${why}`);
}

function unsupported(why: string): RefusedRequest {
  return new RefusedRequest(415, "UNSUPPORTED_MEDIA_TYPE", `Cannot read the body: ${why}`);
}

function tooLarge(maxBytes: number): RefusedRequest {
  const message = `Cannot read the body: it is longer than ${maxBytes} bytes`;
  return new RefusedRequest(413, "PAYLOAD_TOO_LARGE", message);
}

function tooLate(deadline: number): RefusedRequest {
  return new RefusedRequest(408, "REQUEST_TIMEOUT", `Cannot read the body: it took over ${deadline} ms`);
}
