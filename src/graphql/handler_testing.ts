/** For tests of the handler: requests, and what is expected of their answers. */
import assert from "node:assert/strict";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { serveTestSchema } from "./testing.ts";

export const responseJson = "application/graphql-response+json";
export const json = { "content-type": "application/json" };

/** A request, and its answer's status, type, data and error. */
export interface RequestCase {
  readonly name: string;
  readonly search?: string;
  readonly init?: RequestInit;
  readonly status: number;
  readonly type?: string;
  readonly code?: string;
  readonly data?: unknown;
  readonly says?: RegExp;
}

/** @param types as the header takes them */
export const accept = (types: string): RequestInit => ({ headers: { ...json, accept: types } });
/** @param body is sent as it is where it is a text, and else as JSON */
export const post = (body: unknown, init: RequestInit = {}): RequestInit => ({
  method: "POST",
  headers: json,
  body: typeof body === "string" ? body : JSON.stringify(body),
  ...init,
});
/** @returns the query string of a GET */
export const query = (text: string, more: Record<string, string> = {}): string =>
  `?${new URLSearchParams({ query: text, ...more })}`;

/**
 * Fails where an answer is another.
 * @param options of the server that is asked
 */
export async function checkCases(
  t: Deno.TestContext,
  cases: readonly RequestCase[],
  options: Parameters<typeof serveTestSchema>[0] = {},
): Promise<void> {
  await using server = serveTestSchema(options);
  for (const each of cases) {
    await t.step(each.name, async () => {
      const response = await fetch(server.url + (each.search ?? ""), each.init);
      const body = await response.json();
      assert.equal(response.status, each.status, JSON.stringify(body));
      assert.equal(response.headers.get("content-type"), `${each.type ?? typeOf(each)}; charset=utf-8`);
      assert.equal(response.headers.get("allow"), each.status === 405 ? "GET, HEAD, POST" : null);
      if (each.code) assert.equal(body.errors[0].extensions.code, each.code);
      for (const error of body.errors ?? []) assert.equal(error.extensions.requestId, "request-1");
      if (each.says) assert.match(body.errors[0].message, each.says);
      if ("data" in each) assert.deepEqual(body.data, each.data);
      else assert.equal("data" in body, each.status === 200 && body.errors === undefined);
    });
  }
}

function typeOf({ init }: RequestCase): string {
  return new Headers(init?.headers).get("accept") === responseJson ? responseJson : "application/json";
}

/** @returns the body's text, however it was compressed */
export async function textOf(response: Response): Promise<string> {
  const bytes = await response.bytes();
  switch (response.headers.get("content-encoding")) {
    case "br":
      return brotliDecompressSync(bytes).toString();
    case "gzip":
      return gunzipSync(bytes).toString();
    default:
      return new TextDecoder().decode(bytes);
  }
}
