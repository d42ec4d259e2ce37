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
  const { message, extensions } = plainError(error.message, error.code);
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
