import type { ComponentChildren } from "preact";

/** Puts elements into the document's `<head>`, in place of a `<title>` there or a `<meta>` of the same name. */
export function Head(props: { children?: ComponentChildren }): ComponentChildren {
  return typeof document === "undefined" ? props.children : null;
}
