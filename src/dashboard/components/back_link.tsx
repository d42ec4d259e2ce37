import type { JSX } from "preact";

/** Leads back to the list that a page belongs to. */
export function BackLink({ href, text }: { href: string; text: string }): JSX.Element {
  return (
    <a class="back" href={href}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        <path d="M10.5 6h-9M5 2.5 1.5 6 5 9.5" />
      </svg>
      {text}
    </a>
  );
}
