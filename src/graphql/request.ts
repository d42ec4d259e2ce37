/** Understands a GraphQL-over-HTTP request: the query string with GET, a JSON body with POST. */
import { messageOf } from "../base/errors.ts";
import { documentId } from "./document_id.ts";
import type { GraphqlRequest } from "./execute.ts";
import { faultIn, isNestedDeeper } from "./json_limits.ts";
import { RefusedRequest } from "./refused.ts";

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

/** @throws RefusedRequest when the body is not one GraphQL request in JSON */
export function readBody(text: string): GraphqlParameters {
  const body = parseJson(text, "the body");
  if (Array.isArray(body)) throw badRequest("Cannot read the body: send one request at a time, not an array");
  if (!isRecord(body)) {
    throw badRequest(`Cannot read the body: it must be a JSON object (got ${kindOf(body)})`);
  }
  return checkParameters(body);
}

/** Null, absent and (for texts) empty mean the same; names we do not know are left alone, as the specification asks. */
function checkParameters(given: Readonly<Record<string, unknown>>): GraphqlParameters {
  const { variables, extensions } = given;
  if (!isAbsent(variables) && !isRecord(variables)) throw wrongKind("variables", "an object", variables);
  if (!isAbsent(extensions) && !isRecord(extensions)) throw wrongKind("extensions", "an object", extensions);
  const fault = faultIn(variables);
  if (fault) throw badRequest(`Cannot use the variables parameter: ${fault}`);
  const query = readText(given, "query");
  const id = readText(given, "documentId");
  return {
    document: referenceOf(query, id, extensions?.persistedQuery),
    operationName: readText(given, "operationName"),
    variables: variables ?? undefined,
    ...(extensions?.explain === true && { explain: true }),
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
