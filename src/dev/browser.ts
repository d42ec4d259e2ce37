import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { installChromium } from "./chromium.ts";

/**
 * Starts a headless Chromium that comes from npm with all its libraries: nothing of the machine's is used.
 * @throws UsageError on a machine that npm has no Chromium for
 */
export async function launchBrowser(): Promise<Browser> {
  const { executable, environment } = await installChromium(
    fileURLToPath(new URL("../../.laneway/", import.meta.url)),
  );
  return await chromium.launch({
    executablePath: executable,
    // Without a language of the kind that browsers know, navigator.language is one that Intl refuses.
    env: { ...environment, LANG: "en_US.UTF-8" },
    // It only ever sees our own pages, and in containers, or as root, its sandbox does not start.
    args: ["--no-sandbox"],
  });
}
