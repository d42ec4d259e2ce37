import type { PageProps } from "fresh";
import type { JSX } from "preact";

export default function ErrorPage({ error }: PageProps): JSX.Element {
  return <p>Went wrong: {error instanceof Error ? error.message : "?"}</p>;
}
