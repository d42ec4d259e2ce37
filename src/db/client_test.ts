import assert from "node:assert/strict";
import { UsageError } from "../base/errors.ts";
import { openClient } from "./client.ts";

Deno.test("a connection string that would not have its server verified is refused before anything is sent", () => {
  const cases: readonly [query: string, why: RegExp][] = [
    ["sslmode=prefer", /^UsageError: Cannot connect: .* must be with sslmode verify-full, or disable/],
    ["sslmode=allow&sslrootcert=system", /may not encrypt at all$/],
    ["ssl=require", /without ssl=: write sslmode=verify-full$/],
    ["sslmode=verify-full&sslrootcert=/nowhere/ca.pem", /file of certificates that can be read/],
  ];
  for (const [query, why] of cases) {
    assert.throws(() => openClient(`postgres://shop@localhost/shop?${query}`, {}), (error) => {
      assert.ok(error instanceof UsageError);
      assert.match(String(error), why);
      return true;
    });
  }
});
