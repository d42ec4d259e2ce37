import type { JSX } from "preact";
import type { Visitor } from "../state.ts";
import { texts } from "../texts.ts";

/** Says that anyone may look, where nobody has to sign in. */
export function OpenNotice({ visitor }: { visitor: Visitor | undefined }): JSX.Element | null {
  if (!visitor || visitor.email !== undefined) return null;
  return (
    <aside class="open-notice" aria-label={texts.account}>
      <p>{texts.openToAll}</p>
    </aside>
  );
}
