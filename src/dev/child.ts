/** A process of ours that ends with us, however we end. */
import { pause } from "../base/stop.ts";

export interface ChildOptions {
  /** The program and its flags, as `deno run` takes them. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Where it starts; without it, where we are. */
  readonly directory?: string;
}

export interface Child {
  readonly pid: number;
  /** Resolves when it has ended, with its exit status. */
  readonly ended: Promise<Deno.CommandStatus>;
  /** Asks it to finish, and kills it where it has not after 12 seconds. */
  stop(): Promise<void>;
}

const patienceMs = 12_000;

/**
 * Starts a Deno program that knows `--with-parent`: it ends when the pipe to it closes, and the system closes that even
 * when we are killed. What it prints goes where ours goes.
 */
export function startChild({ command, environment, directory }: ChildOptions): Child {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", ...command, "--with-parent"],
    env: environment,
    ...(directory !== undefined && { cwd: directory }),
    stdin: "piped",
    stdout: "inherit",
    stderr: "inherit",
  }).spawn();
  // It may be gone already, and its pipe with it.
  const closePipe = () => process.stdin.close().catch(() => {});
  // Whoever killed it, our end of the pipe is a file that stays open until it is closed.
  const ended = process.status.finally(closePipe);
  return {
    pid: process.pid,
    ended,
    async stop() {
      await closePipe();
      const late = new AbortController();
      const killed = pause(patienceMs, late.signal).then(() => {
        if (!late.signal.aborted) process.kill("SIGKILL");
      });
      await ended;
      late.abort();
      await killed;
    },
  };
}
