import assert from "node:assert/strict";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { storeAsset } from "./asset_store.ts";
import { serveAssets } from "./assets.ts";
import type { PagesConfig } from "./config.ts";
import type { Asset } from "./manifest.ts";

const text = "body { color: red } ".repeat(50);
const content = new TextEncoder().encode(text);

async function withAssets(
  work: (ask: (path: string, init?: RequestInit) => Promise<Response | null>, css: Asset) => Promise<void>,
): Promise<void> {
  const directory = await Deno.makeTempDir();
  const root = new URL(`file://${directory}/`);
  const output = new URL("out/", root);
  await Deno.mkdir(output);
  const config: PagesConfig = {
    root,
    routes: "routes/",
    islands: "islands/",
    static: "static/",
    output: "out/",
    denoJson: "deno.json",
  };
  try {
    const css = await storeAsset(output, { name: "styles.css", content, hashed: false });
    const script = await storeAsset(output, { name: "boot-ABC.js", content, hashed: true });
    const picture = await storeAsset(output, { name: "a b.png", content: new Uint8Array(99), hashed: false });
    const assets = { "/styles.css": css, "/_fresh/boot-ABC.js": script, "/a%20b.png": picture };
    await Deno.writeTextFile(new URL("manifest.json", output), "{}");
    const serve = serveAssets(config, {
      assets,
      fingerprint: "",
      inputs: [],
      routes: [],
      islands: {},
      boot: { url: "", imports: [] },
    });
    await work((path, init) => serve(new Request(`http://localhost${path}`, init)), css);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

function cacheControl(response: Response | null): string | null | undefined {
  return response?.headers.get("Cache-Control");
}

Deno.test("only what the build lists is answered", async () => {
  await withAssets(async (ask) => {
    const paths = [
      "/",
      "/styles",
      "/styles.css/",
      "/manifest.json",
      "/_fresh/manifest.json",
      "/_fresh/styles.css",
      "/out/manifest.json",
      "/../out/manifest.json",
      "/%2e%2e/out/manifest.json",
      "/..%2fout%2fmanifest.json",
      "/styles.css%00",
      "/__proto__",
      "/constructor",
    ];
    for (const path of paths) assert.equal(await ask(path), null, path);
  });
});

Deno.test("a file comes with its type and length, whole", async () => {
  await withAssets(async (ask) => {
    const css = await ask("/styles.css");
    assert.equal(css?.headers.get("Content-Type"), "text/css; charset=utf-8");
    assert.equal(css?.headers.get("Content-Length"), String(content.length));
    assert.equal(css?.headers.get("Content-Encoding"), null);
    assert.equal(await css?.text(), text);
    const picture = await ask("/a%20b.png", { headers: { "Accept-Encoding": "br" } });
    assert.equal(picture?.headers.get("Content-Type"), "image/png");
    assert.equal(picture?.headers.get("Content-Encoding"), null);
    assert.equal((await picture?.bytes())?.length, 99);
  });
});

Deno.test("a client gets the best compression it takes", async () => {
  await withAssets(async (ask) => {
    const cases: [accepted: string | null, encoding: string | null][] = [
      [null, null],
      ["", null],
      ["identity", null],
      ["gzip, deflate, br, zstd", "br"],
      ["GZIP", "gzip"],
      ["gzip;q=1.0, br;q=0", "gzip"],
      ["br;q=0.000", null],
      ["br ; q=0.1", "br"],
      ["brotli, x-gzip", null],
    ];
    for (const [accepted, encoding] of cases) {
      const headers = accepted === null ? {} : { "Accept-Encoding": accepted };
      const response = await ask("/styles.css", { headers });
      assert.equal(response?.headers.get("Content-Encoding"), encoding, String(accepted));
      assert.equal(response?.headers.get("Vary"), "Accept-Encoding");
      const bytes = await response?.bytes() ?? new Uint8Array();
      assert.equal(response?.headers.get("Content-Length"), String(bytes.length));
      const decode = { br: brotliDecompressSync, gzip: gunzipSync }[encoding ?? ""];
      assert.equal(new TextDecoder().decode(decode ? decode(bytes) : bytes), text);
    }
  });
});

Deno.test("what changes its address with its content is kept for ever, the rest is asked for again", async () => {
  await withAssets(async (ask, css) => {
    const forever = "public, max-age=31536000, immutable";
    assert.equal(cacheControl(await ask("/_fresh/boot-ABC.js")), forever);
    assert.equal(cacheControl(await ask(`/styles.css?v=${css.hash}`)), forever);
    assert.equal(cacheControl(await ask("/styles.css")), "no-cache");
    assert.equal(cacheControl(await ask("/styles.css?v=older")), "no-cache");
  });
});

Deno.test("a client that has the content is not sent it again", async () => {
  await withAssets(async (ask, css) => {
    const etag = (await ask("/styles.css"))?.headers.get("ETag") ?? "";
    const cases: [string, number][] = [
      [etag, 304],
      [`"${css.hash}"`, 304],
      [`"other", ${etag}`, 304],
      ["*", 304],
      ['"other"', 200],
      [css.hash, 200],
    ];
    for (const [tag, status] of cases) {
      const response = await ask("/styles.css", { headers: { "If-None-Match": tag } });
      assert.equal(response?.status, status, tag);
      assert.equal(response?.headers.get("ETag"), etag);
      assert.equal((await response?.text())?.length, status === 304 ? 0 : text.length);
    }
  });
});

Deno.test("HEAD tells what GET would, other methods are refused", async () => {
  await withAssets(async (ask) => {
    const head = await ask("/styles.css", { method: "HEAD" });
    assert.equal(head?.headers.get("Content-Length"), String(content.length));
    assert.equal(await head?.text(), "");
    const post = await ask("/styles.css", { method: "POST" });
    assert.deepEqual([post?.status, post?.headers.get("Allow")], [405, "GET, HEAD"]);
    await post?.text();
  });
});
