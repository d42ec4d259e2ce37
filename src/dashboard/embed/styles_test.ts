import assert from "node:assert/strict";

/** @returns the custom properties that the file's first rule sets */
async function paletteOf(file: string): Promise<ReadonlyMap<string, string>> {
  const text = await Deno.readTextFile(new URL(`../../../static/${file}`, import.meta.url));
  const [, rule = ""] = /^:root \{([^}]*)\}/m.exec(text) ?? [];
  return new Map(
    [...rule.matchAll(/^\s*(--[\w-]+): (.*);$/gm)].map(([, name = "", value = ""]) => [name, value]),
  );
}

// Frames load one small file, so it repeats the colours that it needs.
Deno.test("charts on other sites have the dashboard's colours", async () => {
  const [own, pages] = [await paletteOf("embed.css"), await paletteOf("styles.css")];
  assert.ok(own.size > 5);
  for (const [name, value] of own) assert.equal(value, pages.get(name), name);
});
