/** Bodies that are refused while they are being sent, over a socket of our own: when the answer comes, and what becomes of the rest. */
import assert from "node:assert/strict";
import { writerDatabase } from "../src/ingest/testing.ts";
import { bearerOf, tokenSettings } from "./callers.ts";
import { testWeb } from "./web.ts";

const encoder = new TextEncoder();
/** More than sockets hold by themselves. */
const restBytes = 2_000_000;
/** What the rest of a body says; whoever took it for a request would answer. */
const smuggled = "GET /smuggled HTTP/1.1\r\nhost: x\r\n\r\n";
const rest = smuggled.repeat(Math.ceil(restBytes / smuggled.length)).slice(0, restBytes);
const next = "GET /health/live HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

interface Case {
  readonly path: string;
  readonly type: string;
  readonly as: "viewer" | "ingest" | "nobody";
  /** Of what is sent before the answer is waited for. */
  readonly begun: number;
  /** Whether the length is told, or the end of it. */
  readonly isChunked: boolean;
  readonly status: number;
}

const json = "application/json";
const cases: readonly Case[] = [
  { path: "/graphql", type: json, as: "viewer", begun: 10, isChunked: false, status: 413 },
  { path: "/graphql", type: json, as: "viewer", begun: 200_000, isChunked: true, status: 413 },
  { path: "/graphql", type: "text/plain", as: "viewer", begun: 10, isChunked: false, status: 415 },
  { path: "/graphql", type: "text/plain", as: "viewer", begun: 10, isChunked: true, status: 415 },
  { path: "/graphql", type: json, as: "nobody", begun: 10, isChunked: false, status: 401 },
  { path: "/graphql", type: json, as: "nobody", begun: 10, isChunked: true, status: 401 },
  { path: "/embed-tokens", type: json, as: "viewer", begun: 10, isChunked: false, status: 400 },
  { path: "/embed-tokens", type: json, as: "viewer", begun: 10, isChunked: true, status: 400 },
  {
    path: "/ingest/orders",
    type: "application/x-ndjson",
    as: "viewer",
    begun: 10,
    isChunked: true,
    status: 403,
  },
  { path: "/ingest/orders", type: "text/csv", as: "ingest", begun: 10, isChunked: false, status: 415 },
];

Deno.test("a body that is refused is answered before it is there, and its rest is nobody's request", async () => {
  await using database = await writerDatabase();
  await using web = await testWeb(database.url, {
    auth: "required",
    tokens: tokenSettings,
    writerDatabaseUrl: database.writer,
  });
  const { hostname, port } = new URL(web.address);
  for (const { path, type, as, begun, isChunked, status } of cases) {
    const what = `${path} as ${as}, ${type}, ${isChunked ? "chunked" : "with its length"}`;
    using connection = await Deno.connect({ hostname, port: Number(port) });
    const send = async (text: string) => {
      const bytes = encoder.encode(text);
      for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
    };
    const part = (text: string) => isChunked ? `${text.length.toString(16)}\r\n${text}\r\n` : text;
    const { authorization } = as === "nobody" ? { authorization: undefined } : await bearerOf(as);
    const length = isChunked ? "transfer-encoding: chunked" : `content-length: ${rest.length}`;
    await send(
      `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: ${type}\r\n${length}\r\n` +
        (authorization === undefined ? "" : `authorization: ${authorization}\r\n`) +
        `\r\n${part(rest.slice(0, begun))}`,
    );
    const answers = responses(connection);
    const { value: first } = await answers.next();
    assert.equal(first?.status, status, what);
    // Some of it may no longer be read: then the connection was closed.
    await send(part(rest.slice(begun)) + (isChunked ? "0\r\n\r\n" : "") + next).catch(() => {});
    const others: Answer[] = [];
    for await (const other of answers) others.push(other);
    // Whoever is not told to begin anew goes on by the same connection.
    assert.deepEqual(others.map(({ status }) => status), first?.closes ? [] : [200], what);
  }
});

interface Answer {
  readonly status: number;
  /** Whether it says that nothing else is answered by this connection. */
  readonly closes: boolean;
}

/** @returns the answers, until the other side closes the connection */
async function* responses(connection: Deno.Conn): AsyncGenerator<Answer, undefined> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(65_536);
  let text = "";
  while (true) {
    const head = /HTTP\/1\.1 (\d{3})[^]*?\r\n\r\n/.exec(text);
    if (head) {
      yield { status: Number(head[1]), closes: /^connection: close\r$/im.test(head[0]) };
      text = text.slice(head.index + head[0].length);
      continue;
    }
    const length = await connection.read(buffer).catch(() => null);
    if (length === null) return undefined;
    text += decoder.decode(buffer.subarray(0, length), { stream: true });
  }
}
