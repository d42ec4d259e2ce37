/** The floor: a bare Hono that sends the same bytes to everyone. Arguments: port, file of the bytes. */
import { Hono } from "hono";

const [port, file = ""] = Deno.args;
const bytes = await Deno.readFile(file);
const app = new Hono();
const headers = { "content-type": "application/json; charset=utf-8" };
app.get("/graphql", (c) => c.body(bytes, 200, headers));
const etag = '"bare"';
app.get("/unchanged", (c) => {
  return c.req.header("if-none-match") === etag ? c.body(null, 304, { etag }) : c.body(bytes, 200, headers);
});
app.post("/graphql", async (c) => {
  // A body that is left unread makes Deno close the connection.
  await c.req.text();
  return c.body(bytes, 200, headers);
});
Deno.serve({ port: Number(port), hostname: "127.0.0.1", onListen: () => {} }, app.fetch);
// It ends with the bench, however that ends.
for await (const _ of Deno.stdin.readable);
Deno.exit();
