import assert from "node:assert/strict";
import { parseArgs } from "node:util";
import { describe } from "./command.ts";
import { UsageError } from "./errors.ts";

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new TypeError("Cannot test the error: none was thrown");
}

Deno.test("what a person can mend is one line, without a stack", () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const cases: [what: string, error: unknown, expected: RegExp][] = [
    ["usage", new UsageError("Cannot run x: name a group"), /^Cannot run x: name a group$/],
    ["arguments", thrownBy(() => parseArgs({ args: ["--no-such"] })), /^Unknown option '--no-such'/],
    [
      "port in use",
      thrownBy(() => Deno.listen({ hostname: "127.0.0.1", port: taken.addr.port })),
      /in use.*: choose another port/i,
    ],
    [
      "another machine's address",
      // Kept for documentation: no machine has it.
      thrownBy(() => Deno.listen({ hostname: "192.0.2.1", port: 0 })),
      /: choose an address of this machine$/,
    ],
    [
      "no permission",
      new Deno.errors.PermissionDenied("Permission denied (os error 13): open 'x'"),
      /^Permission denied \(os error 13\): open 'x': give this user/,
    ],
  ];
  for (const [what, error, expected] of cases) {
    assert.match(describe(error), expected, what);
    assert.doesNotMatch(describe(error), /\n/, what);
  }
});

Deno.test("a bug shows where it is", () => {
  assert.match(describe(new TypeError("x is not a function")), /TypeError: x is not a function\n +at /);
});
