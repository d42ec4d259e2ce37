import type { JSX } from "preact";
import { type PageKey, pages } from "../pages.ts";
import type { Visitor } from "../state.ts";
import { texts } from "../texts.ts";
import type { Theme } from "../theme.ts";
import { defaultView, hrefOf, type View } from "../view.ts";
import { AccountMenu } from "./account_menu.tsx";
import { Mark } from "./logo.tsx";
import { ThemeMenu } from "./theme_menu.tsx";

interface HeaderProps {
  /** Undefined where no page of the navigation is shown. */
  readonly page?: PageKey | undefined;
  /** What links to other pages keep. */
  readonly view?: View | undefined;
  /** Undefined before somebody signed in: the pages are not theirs yet. */
  readonly visitor: Visitor | undefined;
  readonly theme: Theme;
  readonly url: URL;
  /** How fresh the page's figures are. */
  readonly freshness?: JSX.Element | undefined;
}

/** What stands above every page. */
export function Header(
  { page, view = defaultView, visitor, theme, url, freshness }: HeaderProps,
): JSX.Element {
  return (
    <header class="top">
      <a class="skip" href="#figures">{texts.skip}</a>
      <div class="top-row">
        <a class="wordmark" href={hrefOf("/", view)} aria-label={texts.home}>
          <Mark />
          <span>{texts.appName}</span>
        </a>
        {visitor && (
          <>
            <nav class="pages" aria-label={texts.pagesLabel}>
              <ul>
                {pages.filter(({ isOfMargins }) => visitor.seesMargins || !isOfMargins).map((
                  { key, path },
                ) => (
                  <li key={key}>
                    <a href={hrefOf(path, view)} aria-current={key === page ? "page" : undefined}>
                      {texts.pages[key]}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
            <div class="top-end">
              {freshness}
              <ThemeMenu theme={theme} here={`${url.pathname}${url.search}`} />
              {visitor.email !== undefined && <AccountMenu email={visitor.email} />}
            </div>
          </>
        )}
      </div>
    </header>
  );
}
