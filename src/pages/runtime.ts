// What islands import as "fresh/runtime": the part of Fresh 2 that the islands use, under its names.
import { assetVersion } from "./asset_versions.ts";

export { Head } from "./head.ts";
export { HttpError } from "./http_error.ts";

/** Whether this runs in a browser, and not in the server's rendering. */
export const IS_BROWSER = typeof document !== "undefined";

/** @returns the address of a file below `static/` with its version, under which browsers keep it for a year */
export function asset(path: string): string {
  const [file = path] = path.split("#", 1);
  const version = assetVersion(file);
  return version === undefined ? path : `${file}?v=${version}${path.slice(file.length)}`;
}
