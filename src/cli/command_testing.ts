/** Commands as processes of their own, and what they say. */

/** @param program the address of its module */
export function command(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", program, ...args],
    env: environment,
    stdout: "piped",
    stderr: "piped",
  });
}

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Waits for its end. */
export async function output(child: Pick<Deno.ChildProcess, "output">): Promise<Ended> {
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}
