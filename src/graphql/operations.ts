/** The documents that our own pages use, by name: each stands in `operations/` and is checked against the schema. */

const folder = new URL("operations/", import.meta.url);
const known = new Map<string, string>();

/**
 * @param name of a file in `operations/`, without its ending
 * @throws Deno.errors.NotFound where there is none
 */
export function operation(name: string): string {
  let text = known.get(name);
  if (text === undefined) {
    text = Deno.readTextFileSync(new URL(`${name}.graphql`, folder));
    known.set(name, text);
  }
  return text;
}

/** @returns every operation's name, sorted */
export function operationNames(): readonly string[] {
  const files = Array.from(Deno.readDirSync(folder), (entry) => entry.name);
  return files.filter((name) => name.endsWith(".graphql")).map((name) => name.slice(0, -".graphql".length))
    .sort();
}
