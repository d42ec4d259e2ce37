import { answer } from "./answer.ts";
import { setAssetVersions } from "./asset_versions.ts";
import type { PagesConfig } from "./config.ts";
import { createIslandRegistry } from "./islands.ts";
import type { BuildManifest } from "./manifest.ts";
import { importIslands, importRoutes } from "./route_files.ts";
import { createRouteTable } from "./route_table.ts";

export interface PagesOptions {
  readonly config: PagesConfig;
  readonly build: BuildManifest;
  /** Told once of each error that was not meant as an answer; HTTP errors below 500 are. */
  onError(error: unknown, request: Request): void;
}

/**
 * Answers with a page, or with an error page. `state` is what the routes find in `ctx.state`; `nonce` is put on every script
 * and style of the document, for a Content-Security-Policy.
 */
export type PagesHandler = (
  request: Request,
  state: Record<string, unknown>,
  nonce: string,
) => Promise<Response>;

/**
 * Imports all routes and islands.
 * @throws Error naming the file that cannot be used
 */
export async function loadPages({ config, build, onError }: PagesOptions): Promise<PagesHandler> {
  const [routes, islands] = await Promise.all([importRoutes(config, build), importIslands(config, build)]);
  setAssetVersions(Object.entries(build.assets).map(([path, { hash }]) => [path, hash]));
  const site = {
    table: createRouteTable(routes),
    islands: createIslandRegistry(build.boot, islands),
    onError,
  };
  return (request, state, nonce) => answer(site, request, state, nonce);
}
