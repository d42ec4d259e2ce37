import type { JSX } from "preact";
import { texts } from "../texts.ts";
import { type Theme, themes } from "../theme.ts";

interface ThemeMenuProps {
  readonly theme: Theme;
  /** Where to come back to. */
  readonly here: string;
}

/** Light, dark, or as the system has it: a plain form, answered with a cookie, so that no page ever flashes. */
export function ThemeMenu({ theme, here }: ThemeMenuProps): JSX.Element {
  return (
    <div class="menu corner-menu">
      <button type="button" class="icon-button" popovertarget="theme-menu" aria-label={texts.theme}>
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
          <circle cx="8" cy="8" r="6.25" />
          <path d="M8 1.75a6.25 6.25 0 0 1 0 12.5z" class="solid" />
        </svg>
      </button>
      <form id="theme-menu" class="menu-panel" popover="auto" action="/theme" method="post">
        <input type="hidden" name="to" value={here} />
        <ul class="menu-list">
          {themes.map((choice) => (
            <li key={choice}>
              <button
                type="submit"
                name="theme"
                value={choice}
                aria-current={theme === choice ? "true" : undefined}
              >
                {texts.themes[choice]}
              </button>
            </li>
          ))}
        </ul>
      </form>
    </div>
  );
}
