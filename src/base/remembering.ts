/** Work that is done once for each text, where requests bring the same few again and again. */

const mostRemembered = 200;
/** Nobody fills the memory with texts of their own. */
const longest = 1_000;

/** @returns the same function, which must not depend on anything else; errors are not remembered */
export function remembering<K extends string | null, T>(work: (text: K) => T): (text: K) => T {
  const known = new Map<K, T>();
  return (text) => {
    const there = known.get(text);
    if (there !== undefined || known.has(text)) return there as T;
    const result = work(text);
    if (text !== null && text.length > longest) return result;
    if (known.size >= mostRemembered) known.clear();
    known.set(text, result);
    return result;
  };
}
