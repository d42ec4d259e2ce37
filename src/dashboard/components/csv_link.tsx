import type { JSX } from "preact";
import { texts } from "../texts.ts";

/** @param name what the file holds */
export function CsvLink({ href, name }: { href: string; name: string }): JSX.Element {
  return (
    <a class="csv" href={href} download aria-label={texts.downloadOf(name)} title={texts.downloadOf(name)}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        <path d="M6 1.5v6M3.25 5 6 7.75 8.75 5M1.75 10.5h8.5" />
      </svg>
      {texts.download}
    </a>
  );
}
