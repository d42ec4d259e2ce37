/** What those are answered who are not let in. */
import { type ErrorCode, KnownError } from "../base/errors.ts";
import { plainError } from "../graphql/errors.ts";

const statuses: Partial<Record<ErrorCode, number>> = {
  BAD_USER_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  UNAVAILABLE: 503,
  TIMEOUT: 503,
};

/** @returns a refusal in the shape of GraphQL's errors, whatever was asked for; undefined where the error is none of ours */
export function refusalOf(error: unknown, requestId: string): Response | undefined {
  if (!(error instanceof KnownError)) return undefined;
  const status = statuses[error.code];
  if (status === undefined) return undefined;
  // What keeps us from answering may name the database, its address or its user.
  const isOurs = status === 503 && error.cause !== undefined;
  const told = isOurs ? "Cannot answer now: try again in a moment" : error.message;
  const { message, extensions } = plainError(told, error.code);
  return Response.json({ errors: [{ message, extensions: { ...extensions, requestId } }] }, {
    status,
    headers: {
      "cache-control": "no-store",
      ...(status === 401 && { "www-authenticate": 'Bearer realm="laneway"' }),
      ...(status === 503 && { "retry-after": "2" }),
    },
  });
}

/** @returns whether the request is that of a browser for a page */
export function wantsPage({ method, headers }: Request): boolean {
  return ["GET", "HEAD"].includes(method) && (headers.get("accept") ?? "").includes("text/html");
}
