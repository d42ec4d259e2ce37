import assert from "node:assert/strict";
import { readForm } from "./form.ts";

const type = "application/x-www-form-urlencoded;charset=UTF-8";

function form(body: BodyInit, length: number): Request {
  const headers = { "content-type": type, "content-length": String(length) };
  return new Request("http://localhost/", { method: "POST", body, headers });
}

Deno.test("a form is read, and one that does not come in time is none", async () => {
  const read = await readForm(form("email=a&password=b+c", 20));
  assert.deepEqual([...read ?? []], [["email", "a"], ["password", "b c"]]);
  const never = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new Uint8Array(1)),
  });
  assert.equal(await readForm(form(never, 20), 1), undefined);
  assert.equal(await readForm(form("a=b", 10_001)), undefined);
});
