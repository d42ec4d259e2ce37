/** What our processes may do: all that they need, and nothing else. */
import assert from "node:assert/strict";
import { permissionFlags } from "../src/cli/permissions.ts";
import { readConfig } from "../src/config.ts";
import { createPool } from "../src/db/pool.ts";
import { startRedisServer } from "../src/dev/redis_server.ts";
import { asRole } from "../src/dev/as_role.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { addTestUser, bearerOf, passwordOfAll, sendSignIn, tokenSettings } from "./callers.ts";
import { end, root, start, until } from "./started.ts";

Deno.test("a process is allowed the machines and files of its settings", () => {
  const settings = {
    DATABASE_URL: "postgres://u:p@db.example/shop",
    APP_DATABASE_URL: "postgres://v:q@[2001:db8::1]:6432/shop",
    WRITER_DATABASE_URL: "postgres://x:s@writer.example/shop",
    REPLICA_URLS: "eu=postgres://w:r@replica.example/shop",
    UPSTASH_REDIS_REST_URL: "https://cache.example",
    UPSTASH_REDIS_REST_TOKEN: "t",
    JWKS_URL: "https://id.example:8443/keys",
    HOST: "::",
    PORT: "80",
    METRICS_PORT: "9464",
    CRON_METRICS_PORT: "9465",
    REDIS_URL: "",
  };
  const flagOf = (flags: readonly string[], name: string) =>
    flags.find((flag) => flag.startsWith(`--allow-${name}=`))?.split("=")[1]?.split(",") ?? [];
  const web = permissionFlags("web", readConfig(settings));
  assert.deepEqual(flagOf(web, "net"), [
    "[::]:80",
    "[::]:9464",
    "db.example:5432",
    "[2001:db8::1]:6432",
    "writer.example:5432",
    "replica.example:5432",
    "cache.example:443",
    "id.example:8443",
  ]);
  assert.deepEqual(flagOf(permissionFlags("cron", readConfig(settings)), "net"), [
    "[::]:9465",
    "db.example:5432",
  ]);
  assert.deepEqual(web.map((flag) => flag.split("=")[0]), [
    "--no-prompt",
    "--allow-net",
    "--allow-env",
    "--allow-read",
  ]);
  assert.ok(!flagOf(web, "read").some((path) => [".", "/", "..", ".laneway"].includes(path)));
  assert.ok(!web.join().includes("shop"), "no secret and no database is named");
  assert.ok(!permissionFlags("web", undefined).some((flag) => flag.startsWith("--allow-net")));
});

Deno.test("a process may read the certificates that its settings name", async () => {
  const files = await Promise.all(["one", "two", "three"].map((name) => Deno.makeTempFile({ suffix: name })));
  for (const file of files) await Deno.writeTextFile(file, "-----BEGIN CERTIFICATE-----");
  const [primary, replica, redis] = files;
  const config = readConfig({
    DATABASE_URL: `postgres://u:p@db.example/shop?sslmode=verify-full&sslrootcert=${primary}`,
    REPLICA_URLS: `eu=postgres://u:p@eu.example/shop?sslrootcert=${replica}`,
    REDIS_URL: "rediss://cache.example",
    REDIS_CA_FILE: redis ?? "",
  });
  const readOf = (process: "web" | "cron") =>
    permissionFlags(process, config).find((flag) => flag.startsWith("--allow-read=")) ?? "";
  assert.ok(readOf("web").endsWith(`,${files.join()}`));
  assert.ok(readOf("cron").endsWith(`,${primary}`));
  for (const file of files) await Deno.remove(file);
});

Deno.test("with these rights, everything that the web process answers is answered", async () => {
  await using database = await testDatabase();
  await using redis = await startRedisServer();
  const pool = createPool({ url: database.url, size: 1, deadlineMs: 5_000, name: "test" });
  const email = await addTestUser(pool, "analyst");
  await pool.close();
  const web = start("src/serve.ts", {
    DATABASE_URL: asRole(database.url, "reader").replace("127.0.0.1", "localhost"),
    APP_DATABASE_URL: asRole(database.url, "app"),
    REDIS_URL: redis.url,
    JWT_SECRET: tokenSettings.secret,
    GRAPHIQL: "on",
    AUTH: "required",
    METRICS_PORT: "0",
  });
  const { port } = await until(web, "metrics are served");
  const address = String((await until(web, "web process listens")).address);
  const bearer = await bearerOf("admin");
  const paths = [
    ...["/", "/products", "/customers", "/customers/list", "/profit", "/reps", "/sign-in", "/pulse"],
    ...["/csv/reps", "/products/rows", "/styles.css", "/health/ready", "/graphql/schema.graphql"],
    "/graphql?query={shop{currency}}",
  ];
  for (const path of paths) {
    const response = await fetch(address + path, { headers: bearer });
    await response.body?.cancel();
    assert.equal(response.status, 200, path);
  }
  const metrics = await fetch(`http://127.0.0.1:${port}/metrics`);
  assert.match(await metrics.text(), /^graphql_requests_total\{/m);
  const graphiql = await fetch(`${address}/graphql`, { headers: { ...bearer, accept: "text/html" } });
  assert.match(await graphiql.text(), /GraphiQL/);
  const signedIn = await sendSignIn(address, { email, password: passwordOfAll });
  await signedIn.body?.cancel();
  assert.equal(signedIn.status, 303);
  web.process.kill("SIGTERM");
  const { code } = await end(web);
  assert.equal(code, 0);
  assert.doesNotMatch(web.said.join("\n"), /NotCapable|"level":"(warn|error)"/);
});

Deno.test("with these rights, a process reads, asks, writes and starts nothing else", async () => {
  const other = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    () => new Response("told"),
  );
  const config = readConfig({ DATABASE_URL: "postgres://u:p@127.0.0.1:5432/shop", PORT: "0", REDIS_URL: "" });
  for (const name of ["web", "cron"] as const) {
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        ...permissionFlags(name, config),
        "--no-check",
        "tests/permissions_probe.ts",
        `http://127.0.0.1:${other.addr.port}`,
      ],
      cwd: root,
      env: { DATABASE_URL: "x" },
    }).output();
    const said = new TextDecoder().decode(stdout);
    assert.ok(said.startsWith("{"), new TextDecoder().decode(stderr));
    const { "read its own source": source, "read its own settings": own, ...others } = JSON.parse(said);
    assert.deepEqual([source, own], ["done", "done"]);
    assert.ok(Object.keys(others).length > 15);
    for (const [what, outcome] of Object.entries(others)) {
      assert.equal(outcome, "NotCapable", `${name}: ${what}`);
    }
  }
  await other.shutdown();
});
