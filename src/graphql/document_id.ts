/** What a document is known by, whoever sends it: the hash of its text. */
import { hash } from "node:crypto";

/** @returns SHA-256 of the text in UTF-8, as 64 lower-case hexadecimal digits */
export function documentId(text: string): string {
  return hash("sha256", text, "hex");
}
