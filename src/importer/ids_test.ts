import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import fc from "fast-check";
import {
  customerUuid,
  lineUuid,
  orderUuid,
  productLineUuid,
  productUuid,
  salesRepUuid,
  uuidV5,
} from "./ids.ts";
import { sha1 } from "./sha1.ts";

Deno.test("version 5 as in RFC 9562, appendix A.4", () => {
  const dns = Buffer.from("6ba7b8109dad11d180b400c04fd430c8", "hex");
  assert.equal(uuidV5(dns, "www.example.com"), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
});

Deno.test("ids never change: a release that makes other ones would import every order twice", () => {
  assert.deepEqual(
    [
      orderUuid("7"),
      customerUuid("7"),
      productUuid("7"),
      salesRepUuid("7"),
      lineUuid("7", "1"),
      productLineUuid("7", "1"),
    ],
    [
      "45353818-64ec-5904-90f8-74543f739f53",
      "adf8a324-9b96-5a3d-b6dd-4725b0952c3b",
      "f22aa952-4d74-5876-9ef4-b5b661547902",
      "6cc7f5f1-bdc7-5a5a-a214-885a1061f29d",
      "197465f1-df8f-5410-ba42-d32d1c9ae440",
      "59eb46f4-cdd5-5e42-842a-8043e741fa92",
    ],
  );
});

Deno.test("any text gives a UUID of version 5, and another text another one", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
    assert.match(orderUuid(a), /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(orderUuid(a) === orderUuid(b), a === b);
  }));
});

Deno.test("what an order's and a line's id are made of cannot run together", () => {
  assert.notEqual(lineUuid("1", "11"), lineUuid("11", "1"));
  assert.notEqual(lineUuid("1", "2"), productLineUuid("1", "2"));
  assert.notEqual(lineUuid('1","line","2', "3"), lineUuid("1", '2","line","3'));
});

Deno.test("SHA-1 is node:crypto's, of any text at any length", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.string({ unit: "grapheme-ascii", maxLength: 300 }),
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 20 }), text, (prefix, text) => {
    assert.equal(sha1(prefix, text), createHash("sha1").update(prefix).update(text).digest("hex"));
  }));
  for (let length = 0; length < 200; length++) {
    const text = "x".repeat(length);
    assert.equal(sha1(new Uint8Array(), text), createHash("sha1").update(text).digest("hex"));
  }
  assert.equal(
    sha1(new Uint8Array(), "ü".repeat(10_000)),
    createHash("sha1").update("ü".repeat(10_000)).digest("hex"),
  );
});
