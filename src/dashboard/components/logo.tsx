import type { JSX } from "preact";

/** The mark: three lanes, the last one ahead. */
export function Mark(): JSX.Element {
  return (
    <svg class="mark" viewBox="4 3 19 19" width="20" height="20" aria-hidden="true">
      <path class="mark-far" d="M5.5 20 L8.5 11" />
      <path class="mark-mid" d="M11 20 L15 8" />
      <path class="mark-near" d="M16.5 20 L21.5 5" />
    </svg>
  );
}
