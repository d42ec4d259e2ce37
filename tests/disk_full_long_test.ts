/** A Postgres whose disk is full, beside a web process. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { messageOf } from "../src/base/errors.ts";
import { runCommand } from "../src/dev/command.ts";
import { checkRecovery, withWorld } from "./fault_world.ts";

const canMount = Deno.build.os === "linux" && Deno.uid() === 0;

Deno.test({
  name: `while the disk is full, nothing is told wrong, and nothing is lost${canMount ? "" : ": needs root"}`,
  ignore: !canMount,
  async fn() {
    const disk = await Deno.makeTempDir({ prefix: "laneway-disk-" });
    await run("mount", ["-t", "tmpfs", "-o", "size=400m", "tmpfs", disk]);
    try {
      await withWorld(
        async (world) => {
          const before = await world.ask("kept");
          const ballast = `${disk}/ballast`;
          // What is left is less than a segment of the write-ahead log: Postgres has to give up in the end.
          await run("sh", ["-c", `head -c 1G /dev/zero > ${ballast} || truncate -s -1M ${ballast}`]);
          const stored = await writeUntilFull(world.url);
          for (let round = 0; round < 20; round++) {
            const [kept, fresh] = [await world.ask("kept"), await world.ask("new")];
            assert.equal(kept.status, 200);
            assert.ok(kept.orders === before.orders || kept.orders === stored, `${kept.orders} orders`);
            assert.ok(fresh.code === "UNAVAILABLE" || fresh.code === "TIMEOUT" || fresh.orders === stored);
          }
          await Deno.remove(ballast);
          await world.revive();
          await checkRecovery(world, stored);
          await world.finish();
        },
        {},
        disk,
      );
    } finally {
      await run("umount", [disk]);
      await Deno.remove(disk);
    }
  },
});

async function run(program: string, args: readonly string[]): Promise<void> {
  const { success, output } = await runCommand(program, args);
  assert.ok(success, output);
}

/** @returns how many orders are stored, and stay so */
async function writeUntilFull(url: string): Promise<number> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, onclose: () => {} });
  let stored = 1;
  try {
    for (;; stored += 1000) {
      await sql`insert into orders (order_date, total_amount)
        select '2024-01-10T12:00Z'::timestamptz + n * interval '1 second', 10 from generate_series(1, 1000) n`;
    }
  } catch (error) {
    assert.match(messageOf(error), /No space left|crash|CONNECTION_CLOSED/);
    return stored;
  } finally {
    await sql.end({ timeout: 1 }).catch(() => {});
  }
}
