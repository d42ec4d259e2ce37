import type { PageProps } from "fresh";
import type { JSX } from "preact";

export default function DeepError({ error }: PageProps): JSX.Element {
  if (error instanceof Error && error.message === "twice") throw new Error("the error page, too");
  return <p>Deep: {String(error)}</p>;
}
