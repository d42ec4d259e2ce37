import assert from "node:assert/strict";
import { createPool } from "../db/pool.ts";
import { testDatabase } from "../dev/test_database.ts";
import { command, output } from "./command_testing.ts";

const program = new URL("user.ts", import.meta.url).href;

Deno.test("users are added, changed and listed, and a password is told once or never", async () => {
  await using database = await testDatabase();
  const user = (...args: string[]) => output(command(program, args, { DATABASE_URL: database.url }));
  const piped = async (password: string, ...args: string[]) => {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", program, ...args],
      env: { DATABASE_URL: database.url },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(`${password}\n`));
    await writer.close();
    return await output(child);
  };
  const [made, given, wrong] = await Promise.all([
    user("add", "Bob@shop.example", "--role", "viewer"),
    piped("a given password", "add", "ann@shop.example", "--role", "admin", "--password-stdin"),
    user("add", "bob", "--role", "root"),
  ]);
  assert.match(made.out, /^Added Bob@shop\.example\. Their password is [\w-]{20}\n$/);
  assert.equal(given.out, "Added ann@shop.example.\n");
  assert.deepEqual([wrong.code, wrong.err.split("\n")[0]], [
    1,
    "Cannot run user add: give --role, one of viewer, analyst, admin",
  ]);
  const [disabled, missing] = await Promise.all([
    user("disable", "bob@shop.example"),
    user("sign-out", "eve@shop.example"),
  ]);
  assert.equal(disabled.out, "bob@shop.example is let in no more.\n");
  assert.match(missing.err, /^Cannot find the user eve@shop\.example/);
  const { out } = await user("list");
  assert.deepEqual(out.trimEnd().split("\n").map((line) => line.split(/ +/)), [
    ["ann@shop.example", "admin"],
    ["bob@shop.example", "viewer", "disabled"],
  ]);
  const pool = createPool({ url: database.url, size: 1, deadlineMs: 5_000, name: "test" });
  const rows = await pool.run<{ line: string }>({
    name: "audit",
    text: "select action || ' ' || subject as line from audit_log order by action, subject",
    parameters: [],
  });
  await pool.close();
  assert.deepEqual(rows.map(({ line }) => line), [
    "user added ann@shop.example",
    "user added bob@shop.example",
    "user disabled bob@shop.example",
  ]);
});
