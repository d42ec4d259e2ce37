import type { JSX } from "preact";

/** What to know before relying on the figures above. */
export function Cautions({ sentences }: { sentences: readonly string[] }): JSX.Element | null {
  if (sentences.length === 0) return null;
  return (
    <div class="cautions">
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <circle cx="8" cy="8" r="6.5" />
        <path d="M8 7.25v4M8 4.6v.2" />
      </svg>
      <p>{sentences.join(" ")}</p>
    </div>
  );
}
