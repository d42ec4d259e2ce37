import assert from "node:assert/strict";
import { brotliDecompressSync } from "node:zlib";
import { buildIslands } from "./build.ts";
import type { PagesConfig } from "./config.ts";
import { type Asset, type BuildManifest, readManifest } from "./manifest.ts";
import { fixture } from "./testdata/config.ts";

const sources = {
  "routes/index.ts": "export default () => null;",
  "routes/index_test.ts": "",
  "routes/(_components)/part.ts": "",
  "routes/notes.md": "",
  "islands/Plain.ts": "export default () => 'plain';",
  "islands/deep/Asking.ts":
    'import { asset } from "fresh/runtime"; export default () => asset("/a.css") + asset("/none.css");',
  "static/a.css": "/* a comment */\nbody {\n  color: red;\n}\n",
  "static/deep/ü #1.txt": "text ".repeat(100),
};

/** An app of a few files in a directory of its own. */
async function withApp(
  work: (config: PagesConfig, write: (file: string, text: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  const directory = await Deno.makeTempDir();
  const denoJson = new URL("../../deno.json", import.meta.url).href;
  const config = { ...fixture, root: new URL(`file://${directory}/`), denoJson };
  const write = async (file: string, text: string) => {
    const path = `${directory}/${file}`;
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    await Deno.writeTextFile(path, text);
  };
  try {
    for (const [file, text] of Object.entries(sources)) await write(file, text);
    await work(config, write);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

async function readBuilt(config: PagesConfig, { file }: Asset): Promise<string> {
  return await Deno.readTextFile(new URL(config.output + file, config.root));
}

function assetOf(build: BuildManifest, url: string | undefined): Asset {
  const asset = build.assets[url ?? ""];
  assert.ok(asset, `no file for ${url}`);
  return asset;
}

Deno.test("a build lists routes, islands and every file a browser may ask for", async () => {
  await withApp(async (config) => {
    const build = await buildIslands(config);
    assert.deepEqual(build.routes, ["index.ts"]);
    assert.deepEqual(Object.keys(build.islands), ["Plain.ts", "deep/Asking.ts"]);
    assert.match(build.islands["deep/Asking.ts"]?.url ?? "", /^\/_fresh\/deep-Asking-[A-Z0-9]{8}\.js$/);
    const scripts = [build.boot, ...Object.values(build.islands)];
    for (const { url, imports } of scripts) {
      for (const path of [url, ...imports]) assert.ok(build.assets[path]?.hashed, path);
    }
    assert.deepEqual(build.assets["/deep/%C3%BC%20%231.txt"]?.type, "text/plain; charset=utf-8");
    assert.deepEqual(await readManifest(config), build);
  });
});

Deno.test("stylesheets lose their comments, and islands know the hashes of static files", async () => {
  await withApp(async (config) => {
    const build = await buildIslands(config);
    assert.equal(await readBuilt(config, assetOf(build, "/a.css")), "body{color:red}\n");
    const { hash } = assetOf(build, "/a.css");
    const bundles = Object.keys(build.assets).filter((path) => path.startsWith("/_fresh/"));
    const code = (await Promise.all(bundles.map((path) => readBuilt(config, assetOf(build, path))))).join(
      "\n",
    );
    assert.ok(code.includes(`"/a.css":"${hash}"`));
  });
});

Deno.test("compressed files hold the same as the file", async () => {
  await withApp(async (config) => {
    const build = await buildIslands(config);
    const boot = assetOf(build, build.boot.url);
    const { file, bytes, compressed } = boot;
    const packed = await Deno.readFile(new URL(config.output + file + ".br", config.root));
    assert.equal(packed.length, compressed?.br);
    const unpacked = brotliDecompressSync(packed);
    assert.equal(unpacked.length, bytes);
    assert.equal(unpacked.toString(), await readBuilt(config, boot));
  });
});

Deno.test("a build is repeated when something that goes into it has changed, and only then", async () => {
  await withApp(async (config, write) => {
    const written = async () =>
      (await Deno.stat(new URL("_fresh/manifest.json", config.root))).mtime?.getTime();
    await write("a.ts", "export const a = () => 1;");
    await buildIslands(config);
    let last = await written();
    const changes: [what: string, change: () => Promise<void>, repeated: boolean][] = [
      ["nothing", () => Promise.resolve(), false],
      ["a route's text", () => write("routes/index.ts", "export default () => 'new';"), false],
      ["a test", () => write("islands/Plain_test.ts", ""), false],
      ["a file that no island imports", () => write("a.ts", "export const a = () => 2;"), false],
      ["an island", () => write("islands/Plain.ts", 'export { a as default } from "../a.ts";'), true],
      ["a file that an island imports", () => write("a.ts", "export const a = () => 3;"), true],
      ["a new route", () => write("routes/new.ts", "export default () => null;"), true],
      ["a new static file", () => write("static/new.txt", "new"), true],
      ["a static file", () => write("static/a.css", "a{}"), true],
      ["a lost manifest", () => Deno.remove(new URL("_fresh/manifest.json", config.root)), true],
    ];
    for (const [what, change, repeated] of changes) {
      await change();
      await buildIslands(config);
      const now = await written();
      assert.equal(now !== last, repeated, what);
      last = now;
    }
  });
});

Deno.test("a file saved while it was built is built again", async () => {
  await withApp(async (config) => {
    await Deno.utime(new URL("islands/Plain.ts", config.root), new Date(), new Date(Date.now() + 60_000));
    assert.equal((await buildIslands(config)).fingerprint, "");
    await Deno.utime(new URL("islands/Plain.ts", config.root), new Date(), new Date(0));
    assert.match((await buildIslands(config)).fingerprint, /^[0-9a-f]{64}$/);
  });
});

Deno.test("a damaged build is made anew, and then as it was", async () => {
  await withApp(async (config) => {
    const whole = await buildIslands(config);
    const boot = assetOf(whole, whole.boot.url).file;
    const style = assetOf(whole, "/a.css").file;
    const place = (file: string) => new URL(config.output + file, config.root);
    const damages: [what: string, file: string, damage: (file: URL) => Promise<void>][] = [
      ["a bundle cut short", boot, (file) => Deno.writeTextFile(file, "")],
      ["a lost bundle", boot, (file) => Deno.remove(file)],
      ["a longer stylesheet", style, (file) => Deno.writeTextFile(file, "more", { append: true })],
      ["compressed, cut short", `${boot}.br`, (file) => Deno.writeTextFile(file, "short")],
      ["compressed, lost", `${boot}.gz`, (file) => Deno.remove(file)],
      ["half a manifest", "manifest.json", (file) => Deno.writeTextFile(file, '{ "fingerp')],
      ["no manifest's JSON", "manifest.json", (file) => Deno.writeTextFile(file, "null")],
      [
        "a manifest without assets",
        "manifest.json",
        (file) => Deno.writeTextFile(file, JSON.stringify({ ...whole, assets: undefined })),
      ],
    ];
    for (const [what, file, damage] of damages) {
      const before = await Deno.readFile(place(file));
      await damage(place(file));
      assert.deepEqual(await buildIslands(config), whole, what);
      assert.deepEqual(await Deno.readFile(place(file)), before, what);
    }
  });
});

Deno.test("a file in the place of the build's folder is told, and left", async () => {
  await withApp(async (config, write) => {
    await write("_fresh", "someone's");
    await assert.rejects(buildIslands(config), { name: "UsageError", message: /_fresh\/ is .* got a file/ });
    assert.equal(await Deno.readTextFile(new URL("_fresh", config.root)), "someone's");
  });
});

Deno.test("what no longer belongs to the build is removed", async () => {
  await withApp(async (config, write) => {
    const before = await buildIslands(config);
    await write("static/a.css", "a { color: blue }");
    const after = await buildIslands(config);
    const left = [...Deno.readDirSync(new URL("_fresh/", config.root))].map((entry) => entry.name);
    assert.ok(left.includes(assetOf(after, "/a.css").file));
    assert.ok(!left.includes(assetOf(before, "/a.css").file));
  });
});

Deno.test("several builds at once come to the same", async () => {
  await withApp(async (config) => {
    const builds = await Promise.all([1, 2, 3].map(() => buildIslands(config)));
    assert.deepEqual(builds[1], builds[0]);
    assert.deepEqual(builds[2], builds[0]);
    for (const { file } of builds.flatMap((build) => Object.values(build.assets))) {
      await Deno.stat(new URL(config.output + file, config.root));
    }
  });
});

Deno.test("an island that cannot be bundled is told with its place", async () => {
  await withApp(async (config, write) => {
    await write("islands/Plain.ts", "export default () => {\n  const = 1;\n};");
    await assert.rejects(buildIslands(config), /islands\/Plain\.ts:2:8: ERROR/);
  });
});

Deno.test("what an island imports on demand is a bundle of its own, asked for by nobody early", async () => {
  const build = await buildIslands(fixture);
  const early = new Set([build.boot, ...Object.values(build.islands)].flatMap((script) => script.imports));
  const reader = await readBuilt(fixture, assetOf(build, build.islands["Reader.tsx"]?.url));
  const imported = [...reader.matchAll(/import\("\.\/([^"]+)"\)/g)];
  const [lazy] = imported.map((match) => `/_fresh/${match[1]}`);
  assert.ok(assetOf(build, lazy).hashed);
  assert.ok(!early.has(lazy ?? ""));
});
