/** For tests of what happens between processes. */
import { setTimeout as delay } from "node:timers/promises";

/** A process of its own, killed at the end of the scope that holds it. */
export interface Elsewhere extends AsyncDisposable {
  /** The line that was waited for. */
  readonly said: string;
  /** Kills it with SIGKILL, which leaves it no last word. */
  kill(): Promise<void>;
}

/**
 * Runs a program in another process, and waits until it prints a line.
 * @param program the text of a module
 * @param opening how that line begins
 */
export async function runElsewhere(program: string, opening: string): Promise<Elsewhere> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", program],
    cwd: new URL("../../", import.meta.url),
    // A server that is given for the tests is not the one that is tested.
    env: { TEST_DATABASE_URL: "" },
    stdin: "null",
    stdout: "piped",
  }).spawn();
  let ended = false;
  child.status.then(() => ended = true);
  const kill = async () => {
    if (!ended) child.kill("SIGKILL");
    await child.status;
  };
  let text = "";
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const said = text.split("\n").slice(0, -1).find((line) => line.startsWith(opening));
    if (said !== undefined) return { said, kill, [Symbol.asyncDispose]: kill };
  }
  throw new Error(
    `Cannot wait for a line that begins with ${opening}: the program ended and printed ${text}`,
  );
}

/**
 * Asks until the answer is truthy.
 * @throws Error when it is not within half a minute
 */
export async function until<T>(ask: () => Promise<T>): Promise<T> {
  for (const deadline = performance.now() + 30_000; performance.now() < deadline;) {
    const answer = await ask();
    if (answer) return answer;
    await delay(10);
  }
  throw new Error(`Cannot go on: within half a minute this did not come about: ${ask}`);
}
