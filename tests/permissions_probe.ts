/** Tries what a process of ours may not do, and prints what came of it as JSON; run with that process's flags. */
// As our own sources do it, in src/config.ts alone.
const { env } = Deno;
const outside = Deno.args[0] ?? "";

const attempts: Readonly<Record<string, () => unknown>> = {
  "read its own source": () => Deno.readTextFileSync("src/serve.ts"),
  "read its own settings": () => env.get("DATABASE_URL"),
  "read a file outside": () => Deno.readTextFileSync("/etc/hostname"),
  "read beside itself": () => Deno.readTextFileSync("README.md"),
  "read the demo's files": () => Deno.statSync(".laneway"),
  "climb out": () => Deno.readTextFileSync("src/../../x"),
  "write a file": () => Deno.writeTextFileSync("src/x", ""),
  "write what is served": () => Deno.writeTextFileSync("_fresh/x", ""),
  "make a temporary file": () => Deno.makeTempFileSync(),
  "read the environment": () => env.toObject(),
  "read another variable": () => env.get("HOME"),
  "start a program": () => new Deno.Command(Deno.execPath()).outputSync(),
  "load a library": () => Deno.dlopen("libc.so.6", {}),
  "ask what machine it is": () => Deno.hostname(),
  "ask another host": () => fetch("https://example.com/"),
  "ask another port": () => fetch(outside),
  "connect to another port": () =>
    Deno.connect({ hostname: "127.0.0.1", port: Number(new URL(outside).port) }),
  "listen elsewhere": () => Deno.listen({ hostname: "0.0.0.0", port: 0 }),
  "import from elsewhere": () => import(`${outside}/x.ts`),
};

const outcomes: Record<string, string> = {};
for (const [what, attempt] of Object.entries(attempts)) {
  try {
    await attempt();
    outcomes[what] = "done";
  } catch (error) {
    outcomes[what] = error instanceof Error ? error.name : String(error);
    // A module that may not be had is reported by its loader.
    if (error instanceof TypeError && /Requires (import|net) access/.test(error.message)) {
      outcomes[what] = "NotCapable";
    }
  }
}
Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(outcomes)));
