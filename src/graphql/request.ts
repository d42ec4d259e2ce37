/** Reads a GraphQL-over-HTTP request: from the query string with GET, from a JSON body with POST. */
import { messageOf } from "../base/errors.ts";
import { parameter } from "./accept.ts";
import { documentId } from "./document_id.ts";
import type { GraphqlErrorCode } from "./errors.ts";
import type { GraphqlRequest } from "./execute.ts";
import { isNestedDeeper } from "./nesting.ts";

/** The request cannot be understood, or is of a kind that is not answered; nothing of it was executed. */
export class RefusedRequest extends Error {
  override readonly name = "RefusedRequest";

  constructor(
    readonly status: 400 | 405 | 406 | 408 | 413 | 415,
    readonly code: GraphqlErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** Which document a request means. */
export interface DocumentReference {
  /** As {@link documentId} makes it; where the request brings no text, whatever it brings. */
  readonly id: string;
  readonly text: string | undefined;
  /** Whether the client tries the id alone first, and sends the text with it where the id is unknown. */
  readonly isAutomatic: boolean;
}

/** A request before its document is known. */
export interface GraphqlParameters extends Omit<GraphqlRequest, "query"> {
  readonly document: DocumentReference;
}

export interface BodyLimits {
  readonly maxBytes: number;
  /** From the first read to the last byte, in milliseconds. */
  readonly deadline: number;
}

/** @throws RefusedRequest when a parameter is missing or of the wrong kind */
export function readQueryString(parameters: URLSearchParams): GraphqlParameters {
  const json = (name: string): unknown => {
    const text = parameters.get(name);
    return text ? parseJson(text, `the ${name} parameter`) : undefined;
  };
  return {
    ...checkParameters({
      query: parameters.get("query"),
      documentId: parameters.get("documentId"),
      operationName: parameters.get("operationName"),
      variables: json("variables"),
      extensions: json("extensions"),
    }),
    queryOnly: true,
  };
}

/** @throws RefusedRequest when the body is not one GraphQL request in JSON, too long or too slow */
export async function readBody(request: Request, limits: BodyLimits): Promise<GraphqlParameters> {
  checkContentType(request.headers);
  const bytes = await readBytes(request, limits);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw badRequest("Cannot read the body: it is not UTF-8");
  }
  const body = parseJson(text, "the body");
  if (Array.isArray(body)) throw badRequest("Cannot read the body: send one request at a time, not an array");
  if (!isRecord(body)) {
    throw badRequest(`Cannot read the body: it must be a JSON object (got ${kindOf(body)})`);
  }
  return checkParameters(body);
}

// A form or plain text can be sent by any site's page in a visitor's name; JSON makes the browser ask us first.
function checkContentType(headers: Headers): void {
  const header = headers.get("content-type");
  const [type, ...parameters] = (header ?? "").toLowerCase().split(";").map((part) => part.trim());
  if (type !== "application/json") {
    const got = header === null ? "none" : header;
    throw unsupported(`Cannot read the body: its content-type must be application/json (got ${got})`);
  }
  const charset = parameter(parameters, "charset") ?? "utf-8";
  if (charset !== "utf-8" && charset !== "utf8") {
    throw unsupported(`Cannot read the body: its charset must be utf-8 (got ${charset})`);
  }
  const encoding = headers.get("content-encoding") ?? "identity";
  if (encoding !== "identity") {
    throw unsupported(`Cannot read the body: it must not be compressed (got content-encoding ${encoding})`);
  }
}

async function readBytes(
  request: Request,
  { maxBytes, deadline }: BodyLimits,
): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get("content-length")) > maxBytes) throw tooLarge(maxBytes);
  if (!request.body) return new Uint8Array();
  const reader = request.body.getReader();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(tooLate(deadline)), deadline);
  });
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    while (true) {
      const { done, value } = await Promise.race([reader.read(), late]);
      if (done) return concatenate(chunks, length);
      chunks.push(value);
      length += value.length;
      if (length > maxBytes) throw tooLarge(maxBytes);
    }
  } catch (error) {
    reader.cancel().catch(() => {});
    if (error instanceof RefusedRequest) throw error;
    throw badRequest(`Cannot read the body: it ended early (${messageOf(error)})`);
  } finally {
    clearTimeout(timer);
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

/** Null, absent and (for texts) empty mean the same; names we do not know are left alone, as the specification asks. */
function checkParameters(given: Readonly<Record<string, unknown>>): GraphqlParameters {
  const { variables, extensions } = given;
  if (!isAbsent(variables) && !isRecord(variables)) throw wrongKind("variables", "an object", variables);
  if (!isAbsent(extensions) && !isRecord(extensions)) throw wrongKind("extensions", "an object", extensions);
  const query = readText(given, "query");
  const id = readText(given, "documentId");
  return {
    document: referenceOf(query, id, extensions?.persistedQuery),
    operationName: readText(given, "operationName"),
    variables: variables ?? undefined,
  };
}

/** @param persistedQuery an extension of Apollo's protocol for automatic persisted queries */
function referenceOf(
  query: string | undefined,
  id: string | undefined,
  persistedQuery: unknown,
): DocumentReference {
  if (id !== undefined) {
    if (query !== undefined) {
      throw badRequest("Cannot tell which document is meant: send either query or documentId");
    }
    return { id: id.replace(/^sha256:/, ""), text: undefined, isAutomatic: false };
  }
  if (!isAbsent(persistedQuery)) {
    const hash = readHash(persistedQuery);
    if (query !== undefined && documentId(query) !== hash) {
      throw badRequest("Cannot use extensions.persistedQuery: its sha256Hash is not that of the query");
    }
    return { id: hash, text: query, isAutomatic: true };
  }
  if (query === undefined) {
    throw badRequest(
      "Cannot find a query: send the document as the query parameter, or its id as documentId",
    );
  }
  return { id: documentId(query), text: query, isAutomatic: false };
}

function readHash(persistedQuery: unknown): string {
  if (isRecord(persistedQuery)) {
    const { version, sha256Hash } = persistedQuery;
    if (version === 1 && typeof sha256Hash === "string") return sha256Hash;
  }
  throw badRequest("Cannot use extensions.persistedQuery: it must hold version 1 and a sha256Hash");
}

function readText(given: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = given[name];
  if (isAbsent(value)) return undefined;
  if (typeof value !== "string") throw wrongKind(name, "a string", value);
  return value || undefined;
}

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

const maxLevels = 100;

function parseJson(text: string, what: string): unknown {
  if (isNestedDeeper(text, maxLevels)) {
    throw badRequest(`Cannot read ${what}: it is nested more than ${maxLevels} levels deep`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badRequest(`Cannot read ${what}: it is not JSON (${messageOf(error)})`);
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function wrongKind(name: string, kind: string, got: unknown): RefusedRequest {
  return badRequest(`Cannot use the ${name} parameter: it must be ${kind} (got ${kindOf(got)})`);
}

function badRequest(message: string): RefusedRequest {
  return new RefusedRequest(400, "BAD_REQUEST", message);
}

function unsupported(message: string): RefusedRequest {
  return new RefusedRequest(415, "UNSUPPORTED_MEDIA_TYPE", message);
}

function tooLarge(maxBytes: number): RefusedRequest {
  const message = `Cannot read the body: it is longer than ${maxBytes} bytes`;
  return new RefusedRequest(413, "PAYLOAD_TOO_LARGE", message);
}

function tooLate(deadline: number): RefusedRequest {
  return new RefusedRequest(408, "REQUEST_TIMEOUT", `Cannot read the body: it took over ${deadline} ms`);
}
