/** The law of the cache, over any history of one database, its replicas, and processes that share a tier or do not. */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Found } from "./tiers.ts";
import {
  createWorld,
  type Month,
  months,
  type Process,
  type Server,
  told,
  turn,
  type World,
} from "./world_testing.ts";

interface Asking {
  readonly process: number;
  readonly server: number;
  readonly month: number;
}

type Step =
  | ({ readonly kind: "ask" | "begin" } & Asking)
  | { readonly kind: "write" | "change"; readonly month: number }
  | { readonly kind: "pass"; readonly ms: number }
  | { readonly kind: "fail over" | "catch up" | "cut off" | "restore"; readonly server: number }
  | { readonly kind: "drain" | "finish" };

const [server, month] = [fc.nat({ max: 2 }), fc.nat({ max: 1 })];
const asking = { process: fc.nat({ max: 2 }), server, month };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant("ask" as const), ...asking }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("begin" as const), ...asking }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constantFrom("drain" as const, "finish" as const) }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constantFrom("write" as const, "change" as const), month }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("pass" as const),
      ms: fc.constantFrom(100, 900, 1_100, 2_100, 70_000, 700_000),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        "fail over" as const,
        "catch up" as const,
        "cut off" as const,
        "restore" as const,
      ),
      server,
    }),
  },
);

/** What hardly comes about by chance: a change heard of while what it outdates is asked for. */
const watched: fc.Arbitrary<readonly Step[]> = fc.record(asking).map((of) => [
  { kind: "ask", ...of },
  { kind: "change", month: of.month },
  { kind: "pass", ms: 1_100 },
  { kind: "ask", ...of },
  { kind: "ask", ...of },
]);
const history = fc.array(
  fc.oneof({ weight: 9, arbitrary: step.map((one) => [one]) }, { weight: 1, arbitrary: watched }),
  {
    minLength: 10,
    maxLength: 60,
  },
);

/** A history in the making. */
interface Stage {
  readonly world: World;
  readonly servers: readonly Server[];
  readonly processes: readonly Process[];
  /** Lets the answers go on that were begun, the oldest first. */
  readonly held: (() => void)[];
  readonly asked: Promise<void>[];
}

const seen = { fresh: 0, outdated: 0, old: 0, stale: 0 };

Deno.test("whatever happens, what is told as fresh holds all that its reader knows to be drained", async () => {
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      const world = createWorld();
      const stage: Stage = {
        world,
        servers: [world.primary, world.replica(), world.replica()],
        processes: [world.process(), world.process(), world.process({ shared: undefined })],
        held: [],
        asked: [],
      };
      for (const step of steps.flat()) {
        take(stage, step);
        await turn();
      }
      for (const finish of stage.held) finish();
      await Promise.all(stage.asked);
      await Promise.all(stage.processes.map(({ tiers }) => tiers.settle()));
    }),
    { numRuns: 400 },
  );
  assert.ok(Object.values(seen).every((count) => count > 50), JSON.stringify(seen));
});

function take(stage: Stage, step: Step): void {
  const { world, servers, held } = stage;
  switch (step.kind) {
    case "ask":
      return ask(stage, step);
    case "begin": {
      const gate = Promise.withResolvers<void>();
      held.push(gate.resolve);
      world.gate = gate.promise;
      ask(stage, step);
      // Only what is asked in this turn waits for it.
      turn().then(() => world.gate = undefined);
      return;
    }
    case "finish":
      return held.shift()?.();
    case "write":
      return world.write(at(months, step.month));
    case "change":
      world.write(at(months, step.month));
      return world.drain();
    case "drain":
      return world.drain();
    case "pass":
      return world.pass(step.ms);
    case "fail over":
      return world.failOver(at(servers, step.server));
    case "catch up":
      at(servers, step.server).state = world.primary.state;
      return;
    case "cut off":
    case "restore":
      at(servers, step.server).answers = step.kind === "restore";
  }
}

/** Nobody waits for the answer: it is checked when it comes. */
function ask({ world, servers, processes, asked }: Stage, { process, server, month }: Asking): void {
  const [asker, of, about] = [at(processes, process), at(servers, server), at(months, month)];
  const answering = asker.ask(of, about).then(
    (found) => {
      seen[found.freshness]++;
      check(found, world, asker.readings(of), about);
    },
    (error: Error) => assert.equal(error.message, "Cannot connect"),
  );
  // Told at the end, where all are waited for.
  answering.catch(() => {});
  asked.push(answering);
}

function check(
  found: Found,
  world: World,
  readings: ReturnType<Process["readings"]>,
  month: Month,
): void {
  const { epoch, writes } = told(found);
  const holds = ({ state }: { readonly state: Server["state"] } = world.primary) =>
    epoch === state.epoch && writes >= state.drained[month];
  if (found.freshness === "fresh") {
    assert.ok(holds(readings.at(-1)), `${writes} writes of ${epoch}`);
  } else if (found.freshness === "outdated") {
    const isLate = (at: number) => world.now() - at <= 2_000;
    const computedAt = found.entry?.computedAt ?? -Infinity;
    // It was current when it was computed where it holds what had been heard of until then.
    const before = readings.findLast(({ readAt }) => readAt <= computedAt);
    const lately = readings.filter(({ readAt }) => isLate(readAt));
    if (before && isLate(computedAt)) lately.push(before);
    assert.ok(lately.some(holds), `${writes} writes of ${epoch}`);
  } else if (found.freshness === "stale") {
    assert.ok(found.entry && world.now() - found.entry.computedAt <= 600_000);
  }
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  assert.ok(found !== undefined);
  return found;
}
