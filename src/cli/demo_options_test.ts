import assert from "node:assert/strict";
import { parseDemoOptions } from "./demo_options.ts";

Deno.test("the demo's options, and what follows from them", () => {
  const cases = [
    [[], { data: { kind: "superstore" }, port: undefined, fresh: false, live: 0 }],
    [["--port", "9000", "--fresh"], { data: { kind: "superstore" }, port: 9000, fresh: true, live: 0 }],
    [["--data", "superstore"], { data: { kind: "superstore" } }],
    [["--data", "synthetic"], { data: { kind: "synthetic", orders: 100_000 } }],
    [["--orders", "500"], { data: { kind: "synthetic", orders: 500 } }],
    [["--live", "5"], { data: { kind: "synthetic", orders: 100_000 }, live: 5 }],
    [["--data", "shop.csv"], { data: { kind: "file", path: "shop.csv" } }],
    [["--data", "a/SHOP.CSV.GZ"], { data: { kind: "file", path: "a/SHOP.CSV.GZ" } }],
  ] as const;
  for (const [args, expected] of cases) {
    const options = parseDemoOptions(args);
    assert.deepEqual({ ...options, ...expected }, options, args.join(" "));
  }
  assert.equal(parseDemoOptions(["--help"]), undefined);
});

Deno.test("what the demo cannot do is refused by the option's name", () => {
  const cases = [
    [["--port", "0"], /--port 0/],
    [["--port", "http"], /--port http/],
    [["--live", "-1"], /--live/],
    [["--live", "5", "--data", "superstore"], /--live goes with --data synthetic/],
    [["--orders", "5", "--data", "shop.csv"], /--orders goes with --data synthetic/],
    [["--orders", "0"], /--orders 0/],
    [["--data", "shop.xlsx"], /--data shop.xlsx/],
    [["--colour"], /--colour/],
    [["extra"], /extra/],
  ] as const;
  for (const [args, message] of cases) assert.throws(() => parseDemoOptions(args), message);
});
