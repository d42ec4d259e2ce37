import assert from "node:assert/strict";
import { audit } from "../access/audit.ts";
import { createPool } from "../db/pool.ts";
import { statement } from "../db/statements.ts";
import { asRole } from "../dev/as_role.ts";
import { testDatabase } from "../dev/test_database.ts";
import { command, output } from "./command_testing.ts";

const program = new URL("audit.ts", import.meta.url).href;

Deno.test("the audit log tells what was done, the latest first, and moves no terminal's cursor", async () => {
  await using database = await testDatabase();
  const pool = createPool({ url: asRole(database.url, "app"), size: 1, deadlineMs: 5_000, name: "test" });
  await audit(pool, {
    actor: "user:a\u001b[2J\nb",
    action: "sign-in failed",
    address: "192.0.2.1",
    requestId: "r",
  });
  await audit(pool, {
    actor: "command:x",
    action: "token minted",
    subject: "jti",
    detail: { role: "viewer" },
  });
  await pool.close();
  const show = (...args: string[]) => output(command(program, args, { DATABASE_URL: database.url }));
  const [all, one, wrong] = await Promise.all([
    show(),
    show("--actor", "command:x", "--json"),
    show("--since", "2y"),
  ]);
  assert.deepEqual(all.out.trimEnd().split("\n").map((line) => line.slice("2026-01-01T00:00:00Z ".length)), [
    'command:x: token minted jti {"role": "viewer"}',
    "user:a\uFFFD[2J\uFFFDb: sign-in failed from 192.0.2.1",
  ]);
  const { at: _, ...told } = JSON.parse(one.out);
  assert.deepEqual(told, {
    actor: "command:x",
    action: "token minted",
    subject: "jti",
    address: null,
    request_id: null,
    detail: { role: "viewer" },
  });
  assert.match(wrong.err, /^Cannot use --since 2y/);
});

Deno.test("after 400 days what was done is forgotten, and so is a revocation once it is over", async () => {
  await using database = await testDatabase();
  const owner = createPool({ url: database.url, size: 1, deadlineMs: 5_000, name: "test" });
  const run = (text: string) => owner.run<{ what: string }>({ name: "test", text, parameters: [] });
  await run(`insert into audit_log (at, actor, action)
    select now() - make_interval(days => days), days::text, 'x' from unnest(array[0, 399, 401]) days`);
  await run(`insert into revocations (kind, subject, expires_at)
    select 'token', days::text, now() + make_interval(days => days) from unnest(array[-1, 1]) days`);
  const keeper = createPool({
    url: asRole(database.url, "precompute"),
    size: 1,
    deadlineMs: 5_000,
    name: "test",
  });
  const [row] = await keeper.run<{ forgotten: string }>(statement("access/forget_old"));
  assert.equal(Number(row?.forgotten), 2);
  const left = await run(
    "select actor as what from audit_log union all select subject from revocations order by 1",
  );
  assert.deepEqual(left.map(({ what }) => what), ["0", "1", "399"]);
  await Promise.all([owner.close(), keeper.close()]);
});
