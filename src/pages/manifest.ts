import type { PagesConfig } from "./config.ts";

/** Where the bundles are in the browser. */
export const BUNDLES_PATH = "/_fresh/";

/** A bundle in the browser: its address, and those of all it imports at once. */
export interface Script {
  readonly url: string;
  readonly imports: readonly string[];
}

/** A file the browser may ask for. */
export interface Asset {
  /** Its name in the build's folder; with `.br` and `.gz` behind it, the compressed ones. */
  readonly file: string;
  readonly type: string;
  /** Of its content. */
  readonly hash: string;
  readonly bytes: number;
  /** Sizes of the compressed files; absent where compressing gains nothing. */
  readonly compressed?: { readonly br: number; readonly gzip: number };
  /** Whether its address changes with its content. */
  readonly hashed: boolean;
}

/** What a build made, as the server needs to know it. */
export interface BuildManifest {
  /** Of everything that went in: a build is repeated when it changes. */
  readonly fingerprint: string;
  /** The files that went in, relative to the root. */
  readonly inputs: readonly string[];
  /** Files of `routes/`, relative to it. */
  readonly routes: readonly string[];
  /** Files of `islands/`, relative to it, with their bundles. */
  readonly islands: Readonly<Record<string, Script>>;
  /** The bundle that revives islands. */
  readonly boot: Script;
  /** By path in the browser. */
  readonly assets: Readonly<Record<string, Asset>>;
}

/** @returns the manifest of the last build; null when there is none, or none that can be read */
export async function readManifest(config: PagesConfig): Promise<BuildManifest | null> {
  try {
    const manifest: unknown = JSON.parse(await Deno.readTextFile(manifestUrl(config)));
    return isManifest(manifest) ? manifest : null;
  } catch (error) {
    // What is damaged is made anew, as what is missing is.
    if (error instanceof SyntaxError || error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

// A build writes all of its fields at once; what lacks these did not come from one.
function isManifest(value: unknown): value is BuildManifest {
  return typeof value === "object" && value !== null && "fingerprint" in value &&
    "inputs" in value && Array.isArray(value.inputs) &&
    "assets" in value && typeof value.assets === "object" && value.assets !== null;
}

/** @returns where a build leaves its manifest */
export function manifestUrl(config: PagesConfig): URL {
  return new URL(config.output + "manifest.json", config.root);
}
