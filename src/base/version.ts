/** Which Laneway this is. */

/** As in deno.json, such as `0.1.0`. */
export const version: string = JSON.parse(
  Deno.readTextFileSync(new URL("../../deno.json", import.meta.url)),
).version;
