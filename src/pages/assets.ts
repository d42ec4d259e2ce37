import type { PagesConfig } from "./config.ts";
import type { Asset, BuildManifest } from "./manifest.ts";

/** Answers requests for files of the build; null for any other path. */
export type AssetsHandler = (request: Request) => Promise<Response | null>;

/**
 * Only paths that the build lists are answered. Each file is read once, when it is first asked for, and kept in memory.
 */
export function serveAssets(config: PagesConfig, build: BuildManifest): AssetsHandler {
  const assets = new Map(Object.entries(build.assets));
  const contents = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  const read = (file: string): Promise<Uint8Array<ArrayBuffer>> => {
    let content = contents.get(file);
    if (content === undefined) {
      content = Deno.readFile(new URL(config.output + file, config.root));
      contents.set(file, content);
      content.catch(() => contents.delete(file));
    }
    return content;
  };
  return async (request) => {
    const url = new URL(request.url);
    const asset = assets.get(url.pathname);
    if (asset === undefined) return null;
    if (request.method !== "GET" && request.method !== "HEAD") {
      return new Response("Method Not Allowed", { status: 405, headers: { Allow: "GET, HEAD" } });
    }
    const headers = headersOf(asset, url.searchParams.get("v"));
    if (isCurrent(request.headers.get("If-None-Match"), asset)) {
      return new Response(null, { status: 304, headers });
    }
    const encoding = asset.compressed && chooseEncoding(request.headers.get("Accept-Encoding") ?? "");
    if (encoding) headers.set("Content-Encoding", encoding.name);
    const content = await read(asset.file + (encoding?.extension ?? ""));
    headers.set("Content-Length", String(content.length));
    return new Response(request.method === "HEAD" ? null : content, { headers });
  };
}

function headersOf(asset: Asset, version: string | null): Headers {
  const forever = asset.hashed || version === asset.hash;
  const headers = new Headers({
    "Content-Type": asset.type,
    "Cache-Control": forever ? "public, max-age=31536000, immutable" : "no-cache",
    ETag: etagOf(asset),
  });
  if (asset.compressed) headers.set("Vary", "Accept-Encoding");
  return headers;
}

/** Weak, because the compressed forms share it. */
function etagOf(asset: Asset): string {
  return `W/"${asset.hash}"`;
}

function isCurrent(ifNoneMatch: string | null, asset: Asset): boolean {
  if (ifNoneMatch === null) return false;
  return ifNoneMatch === "*" ||
    ifNoneMatch.split(",").some((tag) => tag.trim().replace(/^W\//, "") === `"${asset.hash}"`);
}

const encodings = [{ name: "br", extension: ".br" }, { name: "gzip", extension: ".gz" }] as const;

/** @returns the best encoding that the client takes; undefined for none */
function chooseEncoding(accepted: string): (typeof encodings)[number] | undefined {
  const names = accepted.toLowerCase().split(",").map((part) => part.trim().split(/\s*;\s*/));
  return encodings.find(({ name }) => {
    return names.some(([taken, quality]) => taken === name && !/^q=0(\.0*)?$/.test(quality ?? ""));
  });
}
