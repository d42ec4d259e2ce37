import type { JSX } from "preact";
import type { Shop, Source } from "../load.ts";
import { texts } from "../texts.ts";
import { Mark } from "./logo.tsx";

/** What stands above every page. */
export function Header(
  { shop, source }: { shop?: Shop | undefined; source?: Source | undefined },
): JSX.Element {
  return (
    <header class="top">
      <a class="wordmark" href="/" aria-label={texts.home}>
        <Mark />
        <span>{texts.appName}</span>
      </a>
      {shop && source && (
        <p class="freshness" title={texts.asOfDetail(shop.timeZone)}>
          <time dateTime={source.asOf.toString()}>
            {texts.asOf(shop.formats.moment(source.asOf), source.lane)}
          </time>
        </p>
      )}
    </header>
  );
}
