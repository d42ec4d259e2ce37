/** Secrets stay where they are: no log, answer, error, command or table repeats one, whatever goes wrong. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { Redis } from "ioredis";
import postgres from "postgres";
import { command, output } from "../src/cli/command_testing.ts";
import { firstFree } from "../src/dev/ports.ts";
import { startRedisServer } from "../src/dev/redis_server.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { sendSignIn, tokenSettings } from "./callers.ts";
import { embedTokenOf } from "./partner.ts";
import { end, root, start, until } from "./started.ts";

/** Of letters and digits alone, so that no way of writing it down makes another text of it. */
function canary(what: string): string {
  return `canary${what}${randomBytes(16).toString("hex")}`;
}

const jwt = canary("Jwt");
const secrets = {
  password: canary("Database"),
  appPassword: canary("App"),
  jwt,
  embed: await embedTokenOf("trend", ["https://partner.example"], {}, { ...tokenSettings, secret: jwt }),
  redis: canary("Redis"),
  upstash: canary("Upstash"),
  signIn: canary("SignIn"),
  bearer: canary("Bearer"),
  session: canary("Session"),
};

function assertNone(said: string, where: string): void {
  assert.ok(said.length > 0, `${where} says nothing`);
  for (const [name, secret] of Object.entries(secrets)) {
    assert.ok(!said.includes(secret), `${where} tells the secret ${name}: ${said}`);
  }
}

/** Everything that an answer holds. */
async function told(response: Response): Promise<string> {
  return [response.status, response.statusText, ...[...response.headers].flat(), await response.text()].join(
    "\n",
  );
}

/** @returns a connection string for a user of the test's own, whose password is the canary */
async function withPassword(sql: postgres.Sql, url: string, role: string, password: string): Promise<string> {
  const own = new URL(url);
  own.username = `laneway_test_${randomBytes(6).toString("hex")}`;
  own.password = password;
  await sql.unsafe(`create user ${own.username} password '${password}' in role laneway_${role}`);
  return own.href;
}

Deno.test("a web process tells no secret: not while it answers, nor while all that it needs is away", async () => {
  const database = await testDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  const users: string[] = [];
  const userUrl = async (role: string, password: string) => {
    const url = await withPassword(sql, database.url, role, password);
    users.push(new URL(url).username);
    return url;
  };
  const redis = await startRedisServer();
  const client = new Redis(redis.url);
  await client.config("SET", "requirepass", secrets.redis);
  client.disconnect();
  const metricsPort = firstFree(40_000);
  const web = start("src/serve.ts", {
    METRICS_PORT: String(metricsPort),
    DATABASE_URL: await userUrl("reader", secrets.password),
    APP_DATABASE_URL: await userUrl("app", secrets.appPassword),
    REDIS_URL: redis.url.replace("redis://", `redis://:${secrets.redis}@`),
    JWT_SECRET: secrets.jwt,
    AUTH: "required",
    LOG_LEVEL: "debug",
    CACHE_MEMORY_MB: "1",
  });
  const address = String((await until(web, "web process listens")).address);
  const forged = 'x\r\n{"level":"error"}\u001b[2J';
  const headers: Record<string, string>[] = [
    {},
    { authorization: `Bearer ${secrets.bearer}` },
    { authorization: `Bearer ${btoa('{"alg":"HS256"}')}.${secrets.bearer}.${secrets.bearer}` },
    { cookie: `__Host-laneway=${secrets.session}` },
    {
      "user-agent": encodeURI(forged),
      "x-request-id": encodeURI(forged),
      "x-forwarded-for": secrets.session,
    },
  ];
  const paths = [
    "/",
    "/health/ready",
    "/health/live",
    "/graphql?query={shop{currency}}",
    "/nowhere",
    "/csv/x",
    `/embed/trend?token=${secrets.embed}`,
    `/embed/segments?token=${secrets.bearer}`,
  ];
  const askAll = async (when: string) => {
    for (const path of paths) {
      for (const given of headers) {
        assertNone(await told(await fetch(address + path, { headers: given })), `${path} ${when}`);
      }
    }
    const metrics = await told(await fetch(`http://127.0.0.1:${metricsPort}/metrics`));
    assert.match(metrics, /^# HELP/m);
    assertNone(metrics, `metrics ${when}`);
    for (const email of ["a@shop.example", `${secrets.session}@shop.example`.slice(0, 5) + forged]) {
      const answer = await sendSignIn(address, { email, password: secrets.signIn });
      assertNone(await told(answer), `signing in ${when}`);
    }
  };
  await askAll("while all is well");
  const log = await sql`select audit_log::text as line from audit_log`;
  assert.ok(log.length > 0);
  assertNone(log.map(({ line }) => line).join("\n"), "the audit log");
  await redis.stop();
  await sql.end();
  await database.drop();
  await askAll("while all is away");
  web.process.kill("SIGTERM");
  await end(web);
  const said = web.said.join("\n");
  assertNone(said, "the log");
  // Nobody reads a line that is none, or one that a name has written.
  for (const line of web.said) assert.ok(JSON.parse(line).time, line);
  assert.match(said, /"level":"(warn|error)"/);
  await dropUsers(users);
});

async function dropUsers(users: readonly string[]): Promise<void> {
  await using database = await testDatabase({ migrated: false });
  const sql = postgres(database.url, { max: 1 });
  for (const user of users) await sql.unsafe(`drop user ${user}`);
  await sql.end();
}

Deno.test("no start that fails tells a secret, nor does any command", async () => {
  await using database = await testDatabase();
  const away = `postgres://shop:${secrets.password}@127.0.0.1:${firstFree(50_000)}/shop`;
  const refused = new URL(database.url);
  refused.password = secrets.password;
  const all = {
    JWT_SECRET: secrets.jwt,
    REDIS_URL: `redis://:${secrets.redis}@127.0.0.1:1`,
    APP_DATABASE_URL: away,
  };
  const wrong = {
    DATABASE_URL: `mysql://shop:${secrets.password}@127.0.0.1/shop`,
    APP_DATABASE_URL: `${secrets.appPassword}`,
    JWT_SECRET: secrets.jwt.slice(0, 20),
    REDIS_URL: `http://:${secrets.redis}@127.0.0.1`,
    UPSTASH_REDIS_REST_URL: "https://cache.example",
    UPSTASH_REDIS_REST_TOKEN: `${secrets.upstash} ${secrets.upstash}`,
  };
  const starts = ["src/serve.ts", "src/cron.ts"].flatMap((script) =>
    [{ ...all, DATABASE_URL: away }, { ...all, DATABASE_URL: refused.href }, wrong].map((environment) => ({
      script,
      environment,
    }))
  );
  const ended = starts.map(async ({ script, environment }) => {
    const started = start(script, environment);
    const { code } = await end(started);
    assert.equal(code, 1, script);
    assertNone(started.said.join("\n"), script);
  });
  await Promise.all(ended);
  const commands = ["serve", "cron", "cli/migrate", "cli/user", "cli/token", "cli/import"];
  const argsOf: Readonly<Record<string, readonly string[]>> = {
    "cli/user": ["list"],
    "cli/token": ["revoke", "x"],
    "cli/import": ["README.md"],
  };
  for (const name of commands) {
    const run = (args: readonly string[]) =>
      output(command(`${root}src/${name}.ts`, args, { ...all, DATABASE_URL: away }));
    const [helped, broken] = await Promise.all([
      run(["--help"]),
      run(argsOf[name] ?? []),
    ]);
    assertNone(helped.out + helped.err, `${name} --help`);
    assertNone(broken.out + broken.err, name);
    assert.deepEqual([helped.code, broken.code], [0, 1], `${name}: ${broken.out}${broken.err}`);
  }
  const flags = await output(command(`${root}src/cli/flags.ts`, ["web"], { ...all, DATABASE_URL: away }));
  assertNone(flags.out + flags.err, "the flags");
});
