/** `deno task build`: bundles the islands and compresses the static files, for `deno task start` to serve. */
import { parseArgs } from "node:util";
import { pagesConfig } from "../../fresh.config.ts";
import { orExit, printHelp } from "../base/command.ts";
import { buildIslands } from "../pages/build.ts";
import { type BuildManifest, readManifest } from "../pages/manifest.ts";
import { formatSeconds } from "./progress.ts";
import { say } from "./say.ts";

const help =
  `Bundles the islands and compresses the static files, into ${pagesConfig.output}, with names that change with
their content. Where nothing has changed, the last build is kept.

Usage: deno task build
`;

/** @returns a table of all files, the heaviest first, with their sizes as they are and as browsers get them */
export function describeBuild({ assets, boot }: BuildManifest): string {
  const rows = Object.entries(assets).map(([path, { bytes, compressed }]) => ({
    path,
    bytes,
    sent: compressed?.br ?? bytes,
  })).sort((a, b) => b.sent - a.sent);
  const width = Math.max(...rows.map(({ path }) => path.length), 0);
  const line = (path: string, bytes: string, sent: string) =>
    `${path.padEnd(width)} ${bytes.padStart(9)} ${sent.padStart(9)}`;
  const runtime = [boot.url, ...boot.imports].reduce((sum, path) => {
    return sum + (assets[path]?.compressed?.br ?? assets[path]?.bytes ?? 0);
  }, 0);
  return [
    line("", "bytes", "brotli"),
    ...rows.map(({ path, bytes, sent }) => line(path, bytes.toLocaleString("en"), sent.toLocaleString("en"))),
    `A page with islands loads ${
      runtime.toLocaleString("en")
    } bytes of script before theirs; one without, none.`,
  ].join("\n");
}

if (import.meta.main) {
  const { values } = await orExit(() => parseArgs({ options: { help: { type: "boolean", short: "h" } } }));
  if (values.help) printHelp(help);
  await orExit(async () => {
    const started = performance.now();
    const before = await readManifest(pagesConfig);
    const build = await buildIslands(pagesConfig);
    const kept = before?.fingerprint === build.fingerprint;
    say(describeBuild(build));
    say(`${kept ? "Nothing to build" : "Built"} in ${formatSeconds(performance.now() - started)}`);
  });
}
