import assert from "node:assert/strict";
import { createLog } from "../base/log.ts";
import { createSlowLog } from "./slow_log.ts";

function slowLog(slowMs: number) {
  const lines: string[] = [];
  let time = 0;
  const log = createLog({ write: (line) => lines.push(line) });
  const heard = createSlowLog({ log, slowMs, now: () => time });
  return {
    heard,
    pass: (ms: number) => void (time += ms),
    told: () => lines.splice(0).map((line) => JSON.parse(line)),
  };
}

const ran = { statement: "salesOverview.DIRECT.orders", connections: "direct", rows: 2, ms: 700 } as const;

Deno.test("a slow statement is told with its ranges, and of all else what is given, not as what", () => {
  const { heard, told } = slowLog(500);
  const parameters = {
    from: Temporal.Instant.from("2024-01-01T00:00:00Z"),
    to: Temporal.Instant.from("2025-01-01T00:00:00Z"),
    search: "Hieronymus",
    customer: "0190a0b0-0000-7000-8000-000000000001",
    segments: ["VIP", "Gold"],
    regions: null,
    zone: "UTC",
  };
  heard("r-1")({ ...ran, ms: 499.9 }, parameters);
  heard("r-2")(ran, parameters);
  const [{ time: _, ...line }, ...others] = told();
  assert.deepEqual(others, []);
  assert.deepEqual(line, {
    level: "info",
    message: "slow question",
    requestId: "r-2",
    ...ran,
    from: "2024-01-01T00:00:00Z",
    to: "2025-01-01T00:00:00Z",
    given: ["search", "customer", "segments[2]", "zone"],
  });
});

Deno.test("a statement that is slow again and again is told once a second, with how many were not", () => {
  const { heard, told, pass } = slowLog(500);
  for (let times = 0; times < 5; times++) heard("r")(ran, undefined);
  heard("r")({ ...ran, statement: "another", rows: undefined }, undefined);
  assert.deepEqual(told().map(({ statement, rows }) => [statement, rows]), [[ran.statement, 2], [
    "another",
    null,
  ]]);
  pass(1_000);
  heard("r")(ran, undefined);
  assert.deepEqual(told().map(({ othersSince }) => othersSince), [4]);
});
