/** One-dimensional arrays in the text form of Postgres. */

/** @returns such as `{"a","b"}`, which a cast turns into an array of any type; a text as it is */
export function arrayText(values: string | readonly (string | number | null)[]): string {
  if (typeof values === "string") return values;
  const quoted = (value: string | number) => `"${String(value).replaceAll(/["\\]/g, "\\$&")}"`;
  return `{${values.map((value) => value === null ? "NULL" : quoted(value)).join(",")}}`;
}

/** @returns the array's values as texts */
export function parseArrayText(text: string): (string | null)[] {
  return Array.from(text.matchAll(element), ([found, quoted]) => {
    if (quoted !== undefined) return quoted.replaceAll(/\\(.)/gs, "$1");
    return found === "NULL" ? null : found;
  });
}

const element = /"((?:[^"\\]|\\.)*)"|[^,{}]+/gs;
