/**
 * The floor, and plain SQL. Arguments: `bare` or `hono`, port, file of the bytes that everyone is sent; or `sql`, port, Postgres's
 * address.
 */
import { Hono } from "hono";
import postgres from "postgres";

const [kind, port, from = ""] = Deno.args;
const headers = { "content-type": "application/json; charset=utf-8" };

function bare(bytes: Uint8Array<ArrayBuffer>): Deno.ServeHandler {
  return async (request) => {
    // A body that is left unread makes Deno close the connection.
    if (request.method === "POST") await request.text();
    return new Response(bytes, { headers });
  };
}

function hono(bytes: Uint8Array<ArrayBuffer>): Deno.ServeHandler {
  const app = new Hono();
  app.get("/graphql", (c) => c.body(bytes, 200, headers));
  app.post("/graphql", async (c) => {
    await c.req.text();
    return c.body(bytes, 200, headers);
  });
  return app.fetch;
}

function plainSql(url: string): Deno.ServeHandler {
  const sql = postgres(url, { max: 4 });
  return async (request) => {
    await request.text();
    const [row] = await sql`select peers.card('MONTH')::text as card`;
    return new Response(row?.card, { headers });
  };
}

async function handlerOf(): Promise<Deno.ServeHandler> {
  if (kind === "sql") return plainSql(from);
  const bytes = await Deno.readFile(from);
  return kind === "bare" ? bare(bytes) : hono(bytes);
}

Deno.serve({ port: Number(port), hostname: "127.0.0.1", onListen: () => {} }, await handlerOf());
// It ends with the bench, however that ends.
for await (const _ of Deno.stdin.readable);
Deno.exit();
