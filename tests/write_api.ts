/** `deno run -A tests/write_api.ts`: writes the answers of docs/API.md anew. Read what has changed before you keep it. */
import { isDeepStrictEqual } from "node:util";
import { answerPage, page, withoutMoments } from "./api_examples.ts";

const width = 108;

/** @returns JSON for a reader: what fits into one line stands in one */
function printed(value: unknown, indent = ""): string {
  const flat = JSON.stringify(value, null, 1).replaceAll(/\n\s*/g, " ");
  if (flat.length + indent.length <= width || typeof value !== "object" || value === null) return flat;
  const deeper = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item) => printed(item, deeper))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${printed(item, deeper)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${parts.map((part) => deeper + part).join(",\n")}\n${indent}${close}`;
}

const { examples, requests } = await answerPage();
const asked = [
  ...examples.map(({ query, answer, given }) => ({ question: query, answer, given })),
  ...requests.map(({ command, answer, given }) => ({ question: command, answer, given })),
];
let text = await Deno.readTextFile(page);
for (const { question, answer, given } of asked) {
  if (isDeepStrictEqual(withoutMoments(given), withoutMoments(answer))) continue;
  const start = text.indexOf("```json\n", text.indexOf(`\n${question}`)) + "```json\n".length;
  const end = text.indexOf("```", start);
  text = `${text.slice(0, start)}${printed(given)}\n${text.slice(end)}`;
}
await Deno.writeTextFile(page, text);
await new Deno.Command(Deno.execPath(), { args: ["fmt", "--quiet", page.pathname] }).spawn().status;
Deno.exit(0);
