import type { JSX } from "preact";

/** Why there is no chart. */
export function EmbedMessage({ text }: { text: string }): JSX.Element {
  return (
    <main>
      <h1 class="message">{text}</h1>
    </main>
  );
}
