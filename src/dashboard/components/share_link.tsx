import type { JSX } from "preact";
import { shareTexts } from "../share/texts.ts";

/** @param name what is shared */
export function ShareLink({ href, name }: { href: string; name: string }): JSX.Element {
  return (
    <a class="csv" href={href} aria-label={shareTexts.shareOf(name)} title={shareTexts.shareOf(name)}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        <path d="M4.25 4.25 1.5 6l2.75 1.75M7.75 4.25 10.5 6 7.75 7.75" />
      </svg>
      {shareTexts.share}
    </a>
  );
}
