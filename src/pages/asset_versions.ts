/** In a bundle, the build writes the versions in place of this name; on the server nothing has it. */
declare const ASSET_VERSIONS: Readonly<Record<string, string>> | undefined;

let versions = new Map(typeof ASSET_VERSIONS === "undefined" ? [] : Object.entries(ASSET_VERSIONS));

/** On the server: tells `asset` the hash of each file below `static/`, by its path in the browser. */
export function setAssetVersions(found: Iterable<readonly [path: string, hash: string]>): void {
  versions = new Map(found);
}

/** @returns undefined for what is no file below `static/` */
export function assetVersion(path: string): string | undefined {
  return versions.get(path);
}
