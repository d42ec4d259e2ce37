import { messageOf } from "../base/errors.ts";

export interface CommandResult {
  readonly success: boolean;
  /** What it printed, errors first; why it could not run, where it could not. */
  readonly output: string;
}

/** Runs a program to its end. A program that is not there is one that fails. */
export async function runCommand(
  program: string,
  args: readonly string[],
  options: Pick<Deno.CommandOptions, "cwd" | "env" | "uid" | "gid"> = {},
): Promise<CommandResult> {
  try {
    const { success, stdout, stderr } = await new Deno.Command(program, { args: [...args], ...options })
      .output();
    const decoder = new TextDecoder();
    return { success, output: `${decoder.decode(stderr)}${decoder.decode(stdout)}`.trim() };
  } catch (error) {
    return { success: false, output: messageOf(error) };
  }
}
