/** What JSON may hold, whatever it means. */

const [quote, backslash, openBracket, closeBracket, openBrace, closeBrace] = Array.from(
  '"\\[]{}',
  (character) => character.charCodeAt(0),
);

/**
 * To be told before it is parsed: what is very deep takes long to parse, and overflows whatever walks it.
 * @param text if it is no JSON, the answer means nothing
 * @returns whether objects and arrays lie in each other on more than so many levels
 */
export function isNestedDeeper(text: string, levels: number): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === quote) inString = !inString;
    else if (inString) {
      if (code === backslash) index++;
    } else if (code === openBracket || code === openBrace) {
      if (++depth > levels) return true;
    } else if (code === closeBracket || code === closeBrace) depth--;
  }
  return false;
}

/** No input of ours has as many; to tell what is wrong with each takes long, and the more there are, the longer for each. */
const mostNames = 250;

/**
 * @param value as JSON.parse gives it, of a few levels
 * @returns what is wrong with it, wherever it is used; undefined where nothing is
 */
export function faultIn(value: unknown): string | undefined {
  if (typeof value === "number") {
    // JSON.parse makes it infinite, and JSON.stringify null: it would go by the name of another value.
    return Number.isFinite(value) ? undefined : "it holds a number beyond 1.8e308";
  }
  if (typeof value !== "object" || value === null) return undefined;
  const values = Object.values(value);
  if (!Array.isArray(value) && values.length > mostNames) {
    return `it holds an object of ${values.length} names, and at most ${mostNames} are allowed`;
  }
  for (const inner of values) {
    const fault = faultIn(inner);
    if (fault) return fault;
  }
  return undefined;
}
