/** Results that are not kept, as they go over HTTP: errors among them. */
import type { JsonType } from "./accept.ts";
import type { GraphqlResult } from "./execute.ts";

/** With `application/json` a client can tell our 400 from a proxy's only by our not sending one. */
export function statusOf(result: GraphqlResult, type: JsonType): number {
  if (result.data !== undefined) return 200;
  const code = result.errors?.[0]?.extensions?.code;
  if (code === "METHOD_NOT_ALLOWED") return 405;
  if (code === "FORBIDDEN") return 403;
  if (code === "RATE_LIMITED") return 429;
  if (code === "OVERLOADED") return 503;
  return type === "application/json" ? 200 : 400;
}

/** @param timing as Server-Timing */
export function resultResponse(
  status: number,
  result: GraphqlResult,
  type: JsonType,
  timing: string,
): Response {
  const headers: Record<string, string> = {
    "content-type": `${type}; charset=utf-8`,
    "cache-control": "no-store",
    vary: "accept",
    "server-timing": timing,
  };
  if (status === 405) headers.allow = "GET, HEAD, POST";
  const later = result.errors?.[0]?.extensions?.["retryAfterSeconds"];
  if (later !== undefined) headers["retry-after"] = String(later);
  return new Response(JSON.stringify(result), { status, headers });
}
