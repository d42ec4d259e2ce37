import type { JSX } from "preact";
import { texts } from "../texts.ts";

/** Says as whom one is here, and how to leave. */
export function AccountMenu({ email }: { email: string }): JSX.Element {
  return (
    <div class="menu corner-menu">
      <button type="button" class="icon-button" popovertarget="account-menu" aria-label={texts.account}>
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
          <circle cx="8" cy="5.5" r="3" />
          <path d="M2.25 14.25c.6-3 2.9-4.5 5.75-4.5s5.15 1.5 5.75 4.5" />
        </svg>
      </button>
      <form id="account-menu" class="menu-panel" popover="auto" action="/sign-out" method="post">
        <p class="menu-note">
          {texts.signedInAs} <bdi>{email}</bdi>
        </p>
        <ul class="menu-list">
          <li>
            <button type="submit">{texts.signOut}</button>
          </li>
          <li>
            <button type="submit" name="everywhere" value="yes">{texts.signOutEverywhere}</button>
          </li>
        </ul>
      </form>
    </div>
  );
}
