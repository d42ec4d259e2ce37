/**
 * `deno run -A bench/users.ts`: people who look at dashboards, think, look at something else and follow what changes, while orders are
 * written: more and more of them, until one of the targets is missed.
 */
import { setTimeout as delay } from "node:timers/promises";
import { tell } from "../src/cli/say.ts";
import { openSession } from "../src/db/session.ts";
import { beats, realTimer } from "../src/seeder/pace.ts";
import { Random } from "../src/seeder/random.ts";
import { duration, percentile } from "./figures.ts";
import { makeHistory } from "./growth/history.ts";
import { now } from "./growth/shape.ts";
import { startProcesses } from "./processes.ts";
import { withServer } from "./server.ts";
import { sayFigures, sized } from "./suite/asked.ts";
import type { Measurement } from "./suite/figure.ts";
import { cleanly } from "./suite/interrupt.ts";
import { orderWriter, readMarket } from "./triggers/orders.ts";
import { type Answered, targetsMs, useDashboard, type View } from "./users/user.ts";

const history = sized({ orders: 100_000, daySize: 1_000, fullDays: 30 }, {
  smoke: { orders: 2_000, daySize: 20, fullDays: 30 },
});
const ordersPerSecond = 10;
const steps = sized([50, 100, 200, 400, 800], {
  smoke: [2, 4],
  large: [25, 50, 75, 100, 150, 200, 300, 400, 600, 800],
});
const [arriveMs, watchMs] = sized([2_000, 7_000], { smoke: [100, 1_500], large: [3_000, 20_000] });
const views = Object.keys(targetsMs) as View[];
// Of a hundred answers.
const mostErrors = 1;

interface Held {
  readonly users: number;
  readonly answered: readonly Answered[];
}

async function main(): Promise<void> {
  await withServer(async (server) => {
    const url = await server.newDatabase("users");
    await makeHistory(url, history);
    const { address, stop } = await startProcesses(url);
    const session = openSession({ url, name: "bench" });
    const leaving = new AbortController();
    const writing = writeOrders(session, leaving.signal);
    await cleanly(async () => {
      const held = await addUsers(address, leaving.signal);
      sayHeld(held);
    }, async () => {
      leaving.abort();
      await writing;
      await Promise.all([session.close(), stop()]);
    });
  });
}

async function writeOrders(session: ReturnType<typeof openSession>, stopped: AbortSignal): Promise<void> {
  const write = orderWriter(session, await readMarket(session), new Random(1, "users"), {
    writing: "one statement",
    before: now,
  });
  for await (const _ of beats(ordersPerSecond, stopped, realTimer)) await write();
}

/** @returns what the most users within all targets were answered, and how many were one step too many */
async function addUsers(
  address: string,
  stopped: AbortSignal,
): Promise<{ readonly most: Held; readonly tooMany: Held | undefined }> {
  let answered: Answered[] = [];
  let users = 0;
  let most: Held = { users, answered };
  for (const step of steps) {
    // One by one, as people come.
    for (const pauseMs = arriveMs / (step - users); users < step; users++) {
      void useDashboard({
        address,
        random: new Random(3, "user", users),
        stopped,
        note: (one) => answered.push(one),
      });
      await delay(pauseMs);
    }
    answered = [];
    await delay(watchMs);
    // A machine that is busy with something else may take longer for the first answer.
    while (answered.length === 0) await delay(100);
    const held: Held = { users, answered };
    tell(`${users} users: ${describe(held)}`);
    if (missedBy(held).length > 0) return { most, tooMany: held };
    most = held;
  }
  return { most, tooMany: undefined };
}

function describe(held: Held): string {
  const seen = views.filter((view) => held.answered.some((one) => one.view === view));
  const slow = seen.map((view) => `${view} ${duration(p95(held, view))}`).join(", ");
  return `${Math.round(held.answered.length / watchMs * 1000)}/s, p95 ${slow}, ${
    errors(held).toFixed(2)
  } % errors`;
}

function p95({ answered }: Held, view: View): number {
  return percentile(answered.filter((one) => one.view === view).map(({ ms }) => ms), 0.95);
}

function errors({ answered }: Held): number {
  return answered.filter(({ isError }) => isError).length / answered.length * 100;
}

function missedBy(held: Held): readonly string[] {
  const slow = views.filter((view) => p95(held, view) > targetsMs[view]);
  return errors(held) > mostErrors ? [...slow, "errors"] : slow;
}

function sayHeld({ most, tooMany }: { readonly most: Held; readonly tooMany: Held | undefined }): void {
  const group = "users of one web process";
  sayFigures(group, [
    { group, name: "within all targets", unit: "users", values: [most.users] },
    ...(tooMany
      ? [{ group, name: `too many: ${missedBy(tooMany)}`, unit: "users", values: [tooMany.users] } as const]
      : []),
  ]);
  const shown = most.users > 0 ? most : tooMany ?? most;
  const of = `${shown.users} users`;
  sayFigures(
    `p95 of ${of}`,
    views.map((view): Measurement => {
      const values = shown.answered.filter((one) => one.view === view).map(({ ms }) => ms);
      const budget = { atMost: targetsMs[view] };
      return { group: "p95 of them", name: view, unit: "ms", values: [percentile(values, 0.95)], budget };
    }).filter(({ values: [value] }) => Number.isFinite(value)),
  );
  const perSecond = shown.answered.length / watchMs * 1000;
  sayFigures(`answers to ${of}`, [
    { group: "answers to them", name: "pages and trends", unit: "/s", values: [perSecond] },
    {
      group: "answers without an error",
      name: of,
      unit: "%",
      values: [100 - errors(shown)],
      budget: { atLeast: 100 - mostErrors },
    },
  ]);
}

await main();
Deno.exit(0);
