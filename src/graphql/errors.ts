/** What callers see of an error: a message that helps, a code that a program can test, and never an internal. */
import { GraphQLError, type GraphQLFormattedError, Kind } from "graphql";
import { type ErrorCode, KnownError, OverloadedError } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import type { OperationCost } from "./cost.ts";

/** The values of `extensions.code`. */
export type GraphqlErrorCode =
  | ErrorCode
  | "GRAPHQL_PARSE_FAILED"
  | "GRAPHQL_VALIDATION_FAILED"
  | "OPERATION_RESOLUTION_FAILURE"
  | "COST_LIMIT_EXCEEDED"
  | "DOCUMENT_NOT_FOUND"
  | "DOCUMENT_NOT_TRUSTED"
  | "PERSISTED_QUERY_NOT_FOUND"
  | "BAD_REQUEST"
  | "METHOD_NOT_ALLOWED"
  | "NOT_ACCEPTABLE"
  | "REQUEST_TIMEOUT"
  | "PAYLOAD_TOO_LARGE"
  | "UNSUPPORTED_MEDIA_TYPE"
  | "NOT_CACHED"
  | "RATE_LIMITED"
  | "INTERNAL_SERVER_ERROR";

/** @returns an error that stands for the whole request, which was not executed */
export function plainError(message: string, code: GraphqlErrorCode): GraphQLFormattedError {
  return { message, extensions: { code } };
}

/** @returns the refusal of one who may go on later; `retryAfterSeconds` becomes Retry-After, and is left out where waiting does not help */
export function laterError(
  message: string,
  code: "RATE_LIMITED" | "OVERLOADED",
  retryAfterSeconds: number | undefined,
): GraphQLFormattedError {
  return { message, extensions: { code, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) } };
}

const overloadSeconds = 1;

/** @returns the refusal of an operation for which there is no time now */
export function overloadError(): GraphQLFormattedError {
  const message = "Cannot answer now: more is asked than there is time for; try again in a moment";
  return laterError(message, "OVERLOADED", overloadSeconds);
}

/** @returns whether a field was not begun for want of time */
export function isOverload(errors: readonly GraphQLError[]): boolean {
  return errors.some((error) => originalOf(error) instanceof OverloadedError);
}

/** @returns an error of the document or its variables, under `code` unless it brings one of its own */
export function requestError(error: GraphQLError, code: GraphqlErrorCode): GraphQLFormattedError {
  const { message } = error;
  return {
    message: message.length > longestMessage ? `${message.slice(0, longestMessage)}…` : message,
    ...(error.locations && { locations: error.locations }),
    extensions: { code: error.extensions.code ?? code },
  };
}

/** graphql-js repeats names and values as they were sent, in each of its errors. */
const longestMessage = 1_000;

/** @returns the refusal of an operation that costs more than is allowed */
export function costError({ total, dearest }: OperationCost, allowed: number): GraphQLFormattedError {
  const most = dearest ? `; the dearest field, ${dearest.key}, costs ${dearest.cost}` : "";
  return {
    message: `Cannot answer this operation: it costs ${total}, and at most ${allowed} are allowed${most}. ` +
      "Ask for fewer fields in one request, or for shorter lists",
    extensions: { code: "COST_LIMIT_EXCEEDED", cost: { actual: total, allowed } },
  };
}

export interface ErrorReport {
  readonly requestId: string;
  readonly log: Log;
}

/**
 * Errors of fields that were executed. Known ones keep their message; all others say "Internal error" and are logged,
 * each original once, however many fields it failed. Those that are logged bring the id that the log knows them by, since
 * others who wait for the same are told them too.
 */
export function fieldErrors(errors: readonly GraphQLError[], report: ErrorReport): GraphQLFormattedError[] {
  const logged = new Set<unknown>();
  const logOnce = (level: "warn" | "error", message: string, original: unknown, place: Place): void => {
    if (logged.has(original)) return;
    logged.add(original);
    report.log[level](message, { requestId: report.requestId, ...place, error: original });
  };
  return errors.map((error) => {
    const place = placeOf(error);
    const original = originalOf(error);
    const { requestId } = report;
    if (original instanceof KnownError) {
      const { code, message } = original;
      if (!isOutage(original)) return { message, ...place, extensions: { code } };
      logOnce("warn", "graphql field unavailable", original, place);
      return {
        message: code === "UNAVAILABLE" ? unavailable : message,
        ...place,
        extensions: { code, requestId },
      };
    }
    if (isAboutArgument(original)) {
      return { message: original.message, ...place, extensions: { code: "BAD_USER_INPUT" } };
    }
    logOnce("error", "graphql field failed", original, place);
    return { ...internalError, ...place, extensions: { ...internalError.extensions, requestId } };
  });
}

/** What a caller learns of an unexpected error: that there was one. The log tells more under the request's id. */
export const internalError = plainError("Internal error", "INTERNAL_SERVER_ERROR");

// What the system says names hosts, databases and users, which are for the log.
const unavailable = "Cannot reach the database: try again in a moment";

type Place = Pick<GraphQLFormattedError, "locations" | "path">;

/** graphql-js passes on any error that has an array as its path; only one of its own class tells a place in the answer. */
function placeOf(error: unknown): Place {
  if (!(error instanceof GraphQLError)) return {};
  return { ...(error.locations && { locations: error.locations }), ...(error.path && { path: error.path }) };
}

/** graphql-js wraps what a resolver threw, once to give it a path and again for each boundary it crosses. */
function originalOf(error: GraphQLError): unknown {
  let current: unknown = error;
  while (current instanceof GraphQLError && current.originalError) current = current.originalError;
  return current;
}

function isOutage(error: KnownError): boolean {
  return error.code === "UNAVAILABLE" || error.code === "TIMEOUT";
}

/**
 * Some arguments can only be checked while executing: a null variable where a default made it nullable. graphql-js points
 * such an error at the value, and every error of its own making at the field.
 */
function isAboutArgument(error: unknown): error is GraphQLError {
  const kind = error instanceof GraphQLError ? error.nodes?.[0]?.kind : undefined;
  return kind !== undefined && kind !== Kind.FIELD;
}
