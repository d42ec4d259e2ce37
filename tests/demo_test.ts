/** The demo as a newcomer starts, stops and kills it. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { firstFree, isFree } from "../src/dev/ports.ts";
import { startPostgres, wipePostgres } from "../src/dev/postgres.ts";
import { testDatabase } from "../src/dev/test_database.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

interface Demo {
  readonly process: Deno.ChildProcess;
  readonly address: string;
  readonly port: number;
  /** All it printed, once it has ended. */
  readonly printed: Promise<string>;
}

function startDemo(
  home: string,
  args: readonly string[],
  databaseUrl = "",
  environment: Readonly<Record<string, string>> = {},
): Demo {
  // Another run of these tests beside this one would be taken for it.
  const port = firstFree(10_000 + Math.floor(Math.random() * 10_000));
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "src/cli/demo.ts", "--home", home, "--port", String(port), ...args],
    cwd: root,
    env: { DATABASE_URL: databaseUrl, ...environment },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const printed = Promise.all([new Response(process.stdout).text(), new Response(process.stderr).text()]);
  return {
    process,
    port,
    address: `http://127.0.0.1:${port}`,
    printed: printed.then((texts) => texts.join("")),
  };
}

/** @returns the overview, as soon as the demo serves it; fails where the demo ends before */
async function overview({ address, process, printed }: Demo): Promise<string> {
  let ended = false;
  process.status.then(() => ended = true);
  while (!ended) {
    const response = await fetch(`${address}/?period=year`).catch(() => undefined);
    const text = await response?.text();
    if (response?.ok && text) return text;
  }
  throw new assert.AssertionError({ message: `the demo ended: ${await printed}` });
}

async function interrupt(demo: Demo): Promise<string> {
  demo.process.kill("SIGINT");
  const { code } = await demo.process.status;
  const printed = await demo.printed;
  assert.equal(code, 0, printed);
  assert.equal(isFree(demo.port), true);
  return printed;
}

const csv = `order_id,order_date,customer_id,product_id,product_name,quantity,unit_price,unit_cost
A1,2024-05-01T10:00:00Z,ann,lamp,Lamp,2,50.25,20
A2,2024-06-30T12:00:00Z,bob,desk,Desk,1,399,250
`;

Deno.test("the demo starts, ends with Ctrl-C, and starts again, also after it was killed", async (t) => {
  const home = await Deno.makeTempDir({ prefix: "laneway-demo-" });
  const file = join(home, "orders.csv");
  await Deno.writeTextFile(file, csv);
  try {
    await t.step("first start: imports, serves, says where", async () => {
      const demo = startDemo(home, ["--data", file]);
      assert.match(await overview(demo), /499\.50/);
      const second = startDemo(home, ["--data", file]);
      assert.equal((await second.process.status).code, 1);
      assert.match(await second.printed, /Cannot start a second demo/);
      const printed = await interrupt(demo);
      assert.match(printed, new RegExp(`Dashboard  ${demo.address}/`));
      assert.match(printed, new RegExp(`GraphiQL   ${demo.address}/graphql`));
      assert.match(printed, /Database {3}postgres:\/\/\S+@127\.0\.0\.1:\d+\/\S+\n/);
      assert.match(printed, /Importing orders.csv … \d/);
      assert.match(printed, /pinned to the data's last day, 2024-06-30T23:59:59.999Z/);
      const server = await startPostgres({ home });
      assert.equal(server.reused, false, "Ctrl-C left no Postgres running");
      await server.stop();
    });

    await t.step("second start: nothing is imported again", async () => {
      const demo = startDemo(home, ["--data", file]);
      assert.match(await overview(demo), /499\.50/);
      assert.doesNotMatch(await interrupt(demo), /Importing/);
    });

    for (const zone of ["Asia/Kathmandu", "UTC"]) {
      await t.step(`a start for ${zone} builds the aggregates anew`, async () => {
        const demo = startDemo(home, ["--data", file], "", { SHOP_TIME_ZONE: zone });
        assert.match(await overview(demo), /499\.50/);
        const printed = await interrupt(demo);
        assert.match(printed, /Building the aggregates … \d/);
        assert.doesNotMatch(printed, /Importing/);
      });
    }

    await t.step("after kill -9 its processes end, and the next start takes over", async () => {
      const killed = startDemo(home, ["--data", file]);
      await overview(killed);
      killed.process.kill("SIGKILL");
      await killed.process.status;
      await killed.printed;
      while (!isFree(killed.port));
      const demo = startDemo(home, ["--data", file]);
      assert.match(await overview(demo), /499\.50/);
      await interrupt(demo);
    });

    await t.step("a port that is taken is said", async () => {
      using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      const demo = startDemo(home, ["--data", file, "--port", String(listener.addr.port)]);
      assert.equal((await demo.process.status).code, 1);
      assert.match(await demo.printed, /something else does; choose another --port/);
    });

    await t.step("a file that is not there is said", async () => {
      const demo = startDemo(home, ["--data", join(home, "none.csv")]);
      assert.equal((await demo.process.status).code, 1);
      assert.match(await demo.printed, /Cannot find --data .*none\.csv/);
    });
  } finally {
    await wipePostgres(home);
    await Deno.remove(home, { recursive: true });
  }
});

Deno.test("a database that is given is used while it is empty or a demo's, and never when it is somebody's", async () => {
  const home = await Deno.makeTempDir({ prefix: "laneway-demo-" });
  const file = join(home, "orders.csv");
  await Deno.writeTextFile(file, csv);
  try {
    await using empty = await testDatabase({ migrated: false });
    for (const expected of [/Importing/, /Building the pages/]) {
      const demo = startDemo(home, ["--data", file], empty.url);
      assert.match(await overview(demo), /499\.50/);
      assert.match(await interrupt(demo), expected);
    }
    await using someones = await testDatabase();
    const demo = startDemo(home, ["--data", file], someones.url);
    assert.equal((await demo.process.status).code, 1);
    assert.match(await demo.printed, /holds tables that no demo made/);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});
