/** Ten thousand requests that come to nothing. */
import assert from "node:assert/strict";
import { until } from "../src/dev/elsewhere.ts";
import { checkRecovery, drip, type FaultWorld, withWorld } from "./fault_world.ts";

/** Each goes wrong in a way of its own, while neither Postgres nor Redis is there. */
const mishaps: readonly ((world: FaultWorld) => Promise<void>)[] = [
  async (world) => {
    const { code } = await world.ask("new");
    assert.match(code, /^(UNAVAILABLE|TIMEOUT)$/);
  },
  async (world) => (await drip(world, true)).close(),
  async (world) => (await drip(world, false)).close(),
  ({ address, bearer }) =>
    sendRaw(
      address,
      `GET /?period=year HTTP/1.1\r\nhost: x\r\nauthorization: ${bearer.authorization}\r\n\r\n`,
    ),
  ({ address }) => sendRaw(address, "\0\x16\x03 nonsense\r\n\r\n"),
];

/** Does not wait for the answer. */
async function sendRaw(address: string, text: string): Promise<void> {
  const { hostname, port } = new URL(address);
  using caller = await Deno.connect({ hostname, port: Number(port) });
  await caller.write(new TextEncoder().encode(text));
}

async function befall(world: FaultWorld, count: number): Promise<void> {
  for (let done = 0; done < count; done += 50) {
    await Promise.all(Array.from({ length: 50 }, (_, index) => mishaps[index % mishaps.length]?.(world)));
  }
}

/** V8 takes memory as it comes, unless there is little: then what is not needed has to go, and what leaks is seen. */
const smallHeap = { DENO_V8_FLAGS: "--max-old-space-size=64" };

Deno.test("ten thousand mishaps leave neither handles nor memory behind", async () => {
  await withWorld(async (world) => {
    await world.kill();
    await world.redis.stop();
    await befall(world, 3_000);
    const before = await world.usage();
    await befall(world, 10_000);
    // The system closes what callers have left a moment later.
    await until(async () => (await world.usage()).handles <= before.handles + 5);
    const after = await world.usage();
    assert.ok(
      after.megabytes < before.megabytes + 20,
      `${before.megabytes} MB became ${after.megabytes}`,
    );
    await world.redis.start();
    await world.revive();
    await checkRecovery(world);
    await world.finish();
  }, smallHeap);
});
