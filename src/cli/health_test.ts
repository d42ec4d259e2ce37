import assert from "node:assert/strict";
import { runCommand } from "../dev/command.ts";

for (
  const [host, listens] of [["::", "::1"], ["::1", "::1"], ["0.0.0.0", "127.0.0.1"], [
    "127.0.0.1",
    "127.0.0.1",
  ]] as const
) {
  Deno.test(`the health check asks a process where it listens: ${host}`, async () => {
    const asked: string[] = [];
    await using server = Deno.serve({ hostname: listens, port: 0, onListen() {} }, (request) => {
      asked.push(new URL(request.url).pathname);
      return new Response();
    });
    const { success, output } = await runCommand(Deno.execPath(), ["run", "-A", "src/cli/health.ts"], {
      cwd: new URL("../..", import.meta.url).pathname,
      env: { DATABASE_URL: "postgres://localhost/none", HOST: host, PORT: String(server.addr.port) },
    });
    assert.ok(success, output);
    assert.deepEqual(asked, ["/health/live"]);
  });
}
