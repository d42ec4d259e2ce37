/** `deno run -A bench/micro.ts`: the stages of a request one by one, by `Deno.bench`, several times over. */
import { fileURLToPath } from "node:url";
import { sayFigures, sized } from "./suite/asked.ts";
import type { Measurement } from "./suite/figure.ts";
import { interrupted } from "./suite/interrupt.ts";

const rounds = sized(2, { smoke: 1, large: 3 });
const group = "a stage, of a core";

interface Printed {
  readonly benches: readonly {
    readonly name: string;
    readonly results: readonly {
      /** Nanoseconds each. */
      readonly ok?: { readonly avg: number };
      readonly failed?: unknown;
    }[];
  }[];
}

async function main(): Promise<void> {
  const measured = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    for (const { name, results: [result] } of (await run()).benches) {
      if (!result?.ok) throw new Error(`Cannot measure ${name}: ${JSON.stringify(result?.failed)}`);
      measured.set(name, [...measured.get(name) ?? [], result.ok.avg / 1000]);
    }
  }
  const figures = [...measured].map(([name, values]): Measurement => ({ group, name, unit: "µs", values }));
  sayFigures(group, figures);
}

async function run(): Promise<Printed> {
  const path = fileURLToPath(new URL("micro/stages.ts", import.meta.url));
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bench", "-A", "--no-check", "--quiet", "--json", path],
    signal: interrupted,
  }).output();
  if (!success) throw new Error(`Cannot measure: ${new TextDecoder().decode(stderr)}`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

await main();
