import type { JSX } from "preact";
import type { Visitor } from "../state.ts";
import { texts } from "../texts.ts";

/** Says as whom one is here, and how to leave; or that anyone is. */
export function Account({ visitor }: { visitor: Visitor | undefined }): JSX.Element | null {
  if (!visitor) return null;
  const { email } = visitor;
  if (email === undefined) {
    return (
      <aside class="account open" aria-label={texts.account}>
        <p>{texts.openToAll}</p>
      </aside>
    );
  }
  return (
    <aside class="account" aria-label={texts.account}>
      <form action="/sign-out" method="post">
        <p>
          {texts.signedInAs} <bdi>{email}</bdi>
        </p>
        <button type="submit">{texts.signOut}</button>
        <button type="submit" name="everywhere" value="yes">{texts.signOutEverywhere}</button>
      </form>
    </aside>
  );
}
