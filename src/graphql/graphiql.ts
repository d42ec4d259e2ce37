/** GraphiQL: the page at the endpoint for people, with every file served from here. */

export interface GraphiqlOptions {
  /** Where GraphQL is served; the files stand below it. */
  readonly path: string;
  /** What a first visitor finds in the editor; it should show real numbers as it is. */
  readonly exampleQuery: string;
}

export interface Graphiql {
  /** @returns the page, which loads everything else by hashed names */
  page(): Promise<Response>;
  /** @returns the file at `pathname`; undefined when that is not below GraphiQL's own path */
  asset(pathname: string, headers: Headers): Promise<Response | undefined>;
}

interface Asset {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly gzipped: Uint8Array<ArrayBuffer>;
}

interface Loaded {
  readonly page: (nonce: string) => string;
  readonly assets: ReadonlyMap<string, Asset>;
}

// Monaco sets its styles from script and embeds its icons; nothing here needs inline or foreign script.
const contentSecurityPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "font-src 'self' data:",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

/** The package is 9 MB of text, so it is loaded, hashed and compressed when the first person asks for it, and kept. */
export function createGraphiql(options: GraphiqlOptions): Graphiql {
  const folder = `${options.path}/graphiql/`;
  let loading: Promise<Loaded> | undefined;
  const load = (): Promise<Loaded> => {
    loading ??= loadGraphiql(folder, options).catch((error) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };

  return {
    async page() {
      const { page } = await load();
      const nonce = crypto.randomUUID();
      return new Response(page(nonce), {
        headers: {
          "content-type": "text/html; charset=utf-8",
          // Nobody shares its nonce.
          "cache-control": "private, no-cache",
          "content-security-policy": contentSecurityPolicy(nonce),
          vary: "accept",
        },
      });
    },
    async asset(pathname, headers) {
      if (!pathname.startsWith(folder)) return undefined;
      const asset = (await load()).assets.get(pathname);
      if (!asset) {
        return new Response("Not found\n", { status: 404, headers: { "content-type": "text/plain" } });
      }
      const gzip = /\bgzip\b/.test(headers.get("accept-encoding") ?? "");
      return new Response(gzip ? asset.gzipped : asset.bytes, {
        headers: {
          "content-type": asset.type,
          "cache-control": "public, max-age=31536000, immutable",
          vary: "accept-encoding",
          ...(gzip && { "content-encoding": "gzip" }),
        },
      });
    },
  };
}

async function loadGraphiql(folder: string, options: GraphiqlOptions): Promise<Loaded> {
  const source = await import("@graphql-yoga/render-graphiql/graphiql");
  const assets = new Map<string, Asset>();
  const add = async (text: string, extension: "js" | "css"): Promise<string> => {
    const bytes = new TextEncoder().encode(text);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const pathname = `${folder}${digest.toHex().slice(0, 16)}.${extension}`;
    const type = extension === "js" ? "text/javascript; charset=utf-8" : "text/css; charset=utf-8";
    assets.set(pathname, { type, bytes, gzipped: await gzip(bytes) });
    return pathname;
  };
  const style = await add(source.css, "css");
  const script = await add(source.js, "js");
  const workers = {
    editorWorkerService: await add(source.editorWorkerService, "js"),
    json: await add(source.jsonWorker, "js"),
    graphql: await add(source.graphqlWorker, "js"),
  };
  const start = await add(startScript(workers, options), "js");
  const styles = await add(await Deno.readTextFile(new URL("graphiql_styles.js", import.meta.url)), "js");
  return { page: (nonce) => page({ style, script, start, styles }, nonce), assets };
}

function startScript(
  workers: Readonly<Record<string, string>>,
  { path, exampleQuery }: GraphiqlOptions,
): string {
  const settings = { endpoint: path, title: "Laneway GraphiQL", defaultQuery: exampleQuery };
  return `const workers = ${JSON.stringify(workers)};
self.MonacoEnvironment = { globalAPI: false, getWorkerUrl: (_module, label) => workers[label] };
YogaGraphiQL.renderYogaGraphiQL(document.querySelector("#root"), ${JSON.stringify(settings)});
`;
}

function page(
  urls: Readonly<Record<"style" | "script" | "start" | "styles", string>>,
  nonce: string,
): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Laneway GraphiQL</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${urls.style}">
<script src="${urls.styles}" nonce="${nonce}" defer></script>
<script src="${urls.script}" defer></script>
<script src="${urls.start}" defer></script>
</head>
<body class="no-focus-outline">
<noscript>GraphiQL needs JavaScript. Queries can be sent to this address without it, with GET or POST.</noscript>
<div id="root"></div>
</body>
</html>
`;
}

function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"))).bytes();
}
