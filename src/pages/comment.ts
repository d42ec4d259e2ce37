import { type ComponentChildren, Fragment, h } from "preact";

/** What renders to an HTML comment: a fragment that the renderer knows, in an array, for a lone fragment is unwrapped. */
export function comment(text: string): ComponentChildren {
  return [h(Fragment, { UNSTABLE_comment: text } as object)];
}
