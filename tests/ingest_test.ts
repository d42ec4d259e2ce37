/** Ingesting over HTTP: what reaches the database, whoever breaks off, and a process that may not write. */
import assert from "node:assert/strict";
import { bodyOf, order, writerDatabase } from "../src/ingest/testing.ts";
import { contentsOf } from "../src/importer/testing.ts";
import { until } from "../src/dev/elsewhere.ts";
import { asRole } from "../src/dev/as_role.ts";
import { bearerOf, tokenSettings } from "./callers.ts";
import { type TestWeb, testWeb } from "./web.ts";

const auth = { auth: "required", tokens: tokenSettings } as const;

async function send(web: TestWeb, body: Uint8Array<ArrayBuffer>): Promise<Response> {
  return await fetch(`${web.address}/ingest/orders`, {
    method: "POST",
    headers: { ...await bearerOf("ingest"), "content-type": "application/x-ndjson" },
    body,
  });
}

/** Begins to upload, and breaks off in the middle of the first order. */
async function breakOff(web: TestWeb, body: Uint8Array): Promise<void> {
  const { hostname, port, host } = new URL(web.address);
  const { authorization } = await bearerOf("ingest");
  using connection = await Deno.connect({ hostname, port: Number(port) });
  const head = ["POST /ingest/orders HTTP/1.1", `host: ${host}`, `authorization: ${authorization}`];
  head.push("content-type: application/x-ndjson", `content-length: ${body.length}`, "", "");
  await connection.write(new TextEncoder().encode(head.join("\r\n")));
  await connection.write(body.subarray(0, 40));
}

Deno.test("orders reach the database over HTTP; uploads that break off leave nothing, and no place taken", async () => {
  await using database = await writerDatabase();
  await using web = await testWeb(database.url, { ...auth, writerDatabaseUrl: database.writer });
  const batch = bodyOf([order("a"), order("b", {}, { quantity: "x" })]);
  for (let upload = 0; upload < 10; upload++) await breakOff(web, batch);
  // One after the other they are found out to be gone.
  const stored = await until(async () => {
    const response = await send(web, batch);
    const text = await response.text();
    if (response.status === 200) return text;
    assert.equal(response.status, 429, text);
    return undefined;
  });
  const results = (stored ?? "").trimEnd().split("\n").map((line) => JSON.parse(line).result);
  assert.deepEqual(results, ["stored", "rejected"]);
  const sent = await Promise.all(Array.from({ length: 4 }, () => send(web, batch)));
  for (const one of sent) {
    const text = await one.text();
    assert.equal(one.status, 200, `${text}\n${web.logged.join("")}`);
  }
  assert.deepEqual((await contentsOf(database.url)).orders.length, 1);
  assert.deepEqual(web.logged.filter((line) => /"level":"(warn|error)"/.test(line)), []);
});

Deno.test("a process that may only read answers questions, and says of orders what is missing", async () => {
  await using database = await writerDatabase();
  {
    await using web = await testWeb(database.url, auth);
    const response = await send(web, bodyOf([order("a")]));
    assert.equal(response.status, 503);
    const { errors: [{ message, extensions }] } = await response.json();
    assert.match(message, /^Cannot take orders: .* may not write them; set WRITER_DATABASE_URL/);
    assert.equal(extensions.code, "UNAVAILABLE");
    assert.ok(
      web.logged.some((line) => line.includes("ingest unavailable") && line.includes("permission denied")),
    );
    const question = await fetch(`${web.address}/graphql?query={shop{now}}`, {
      headers: await bearerOf("viewer"),
    });
    assert.ok((await question.json()).data.shop.now);
  }
  const reader = { ...auth, writerDatabaseUrl: asRole(database.url, "reader") };
  await assert.rejects(testWeb(database.url, reader), /WRITER_DATABASE_URL may not write orders/);
});
