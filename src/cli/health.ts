/** Asks the web process that has these settings whether it lives; ends with 1 where it does not. For a container's health check. */
import { orExit } from "../base/command.ts";
import { readConfig } from "../config.ts";
import { tell } from "./say.ts";

const patienceMs = 2_000;

if (import.meta.main) {
  const { host, port } = await orExit(() => readConfig());
  // Where it listens on all addresses, on this machine's own.
  const here = { "0.0.0.0": "127.0.0.1", "::": "[::1]" }[host] ?? (host.includes(":") ? `[${host}]` : host);
  try {
    const response = await fetch(`http://${here}:${port}/health/live`, {
      signal: AbortSignal.timeout(patienceMs),
    });
    Deno.exit(response.ok ? 0 : 1);
  } catch (error) {
    tell(String(error));
    Deno.exit(1);
  }
}
