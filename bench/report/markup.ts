/** Text in markup. */

export function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

export function attribute(text: string): string {
  return escape(text).replaceAll('"', "&quot;");
}
