import assert from "node:assert/strict";
import { createServers, type Server } from "./servers.ts";

const at = (second: number) => Temporal.Instant.fromEpochMilliseconds(second * 1000);

/** Servers whose heartbeats are as a test says: the second of the last one, null for none ever, undefined where nobody answers. */
function watched(beats: Record<string, number | null | undefined>) {
  const changes: string[] = [];
  let now = 0;
  let asked = 0;
  const servers = createServers<Server>({
    servers: Object.keys(beats).map((name, distance) => ({ name, distance })),
    heartbeatOf({ name }) {
      asked++;
      const second = beats[name];
      return second === undefined
        ? Promise.reject(new Error("no answer"))
        : Promise.resolve(second === null ? null : at(second));
    },
    maxLagMs: 10_000,
    onChange: ({ name }, standing) => changes.push(`${name} ${standing}`),
    now: () => now,
  });
  return {
    servers,
    changes,
    beats,
    asked: () => asked,
    pass: (ms: number) => void (now += ms),
    names: async () => (await servers.inOrder()).map(({ name }) => name).join(),
  };
}

Deno.test("the nearest server that answers and keeps up is asked first", async () => {
  const cases: readonly [beats: Record<string, number | null | undefined>, order: string][] = [
    [{ here: 100, there: 100, primary: 100 }, "here,there,primary"],
    [{ here: 90, there: 100, primary: 100 }, "here,there,primary"],
    [{ here: 89, there: 100, primary: 100 }, "there,primary,here"],
    [{ here: undefined, there: 80, primary: 100 }, "primary,there,here"],
    [{ here: 70, there: 80, primary: undefined }, "here,there,primary"],
    [{ here: 60, there: 80, primary: undefined }, "there,here,primary"],
    [{ here: undefined, there: undefined, primary: undefined }, "here,there,primary"],
    // Nobody drains, or nobody ever did: none is behind another.
    [{ here: 5, there: 5, primary: 5 }, "here,there,primary"],
    [{ here: null, there: null, primary: null }, "here,there,primary"],
    // The newest has drained for the first time, the others have not heard of it.
    [{ here: null, there: 100, primary: 100 }, "there,primary,here"],
  ];
  for (const [beats, order] of cases) {
    assert.equal(await watched(beats).names(), order, JSON.stringify(beats));
  }
});

Deno.test("among those that are all behind, the newest is asked first", async () => {
  const { names } = watched({ a: 50, b: 70, c: 60, primary: 100 });
  assert.equal(await names(), "primary,b,c,a");
});

Deno.test("servers are asked once a second at most, and nobody waits for it but after a rest", async () => {
  const { servers, beats, asked, pass } = watched({ here: 100, primary: 100 });
  assert.ok(servers.inOrder() instanceof Promise);
  await servers.inOrder();
  assert.equal(asked(), 2);
  pass(999);
  assert.ok(Array.isArray(servers.inOrder()));
  assert.equal(asked(), 2);
  beats["here"] = undefined;
  pass(1);
  assert.deepEqual([...await servers.inOrder()].map(({ name }) => name), ["here", "primary"]);
  assert.equal(asked(), 4);
  pass(5_000);
  assert.ok(servers.inOrder() instanceof Promise);
  assert.deepEqual([...await servers.inOrder()].map(({ name }) => name), ["primary", "here"]);
});

Deno.test("a server that was missed is asked last until it answers again, and each change is told once", async () => {
  const { servers, names, changes, pass } = watched({ here: 100, primary: 100 });
  await names();
  const [here] = await servers.inOrder();
  assert.ok(here);
  servers.missed(here);
  servers.missed(here);
  assert.equal(await names(), "primary,here");
  pass(5_000);
  assert.equal(await names(), "here,primary");
  assert.deepEqual(changes, ["here away", "here ready"]);
});

Deno.test("a server that hangs is away after a second, and holds up nobody longer", async () => {
  const servers = createServers<Server>({
    servers: [{ name: "here", distance: 0 }, { name: "primary", distance: 1 }],
    heartbeatOf: ({ name }) => name === "here" ? new Promise(() => {}) : Promise.resolve(at(1)),
    maxLagMs: 10_000,
    onChange: () => {},
    now: () => 0,
  });
  assert.deepEqual((await servers.inOrder()).map(({ name }) => name), ["primary", "here"]);
});
