import type { JSX } from "preact";
import { texts } from "../texts.ts";
import { Notice } from "./notice.tsx";

/** What a shop without orders is shown first: how to get some. */
export function EmptyShop(): JSX.Element {
  return (
    <Notice title={texts.emptyTitle} text={texts.emptyText}>
      <dl class="commands">
        <dt>{texts.emptyImport}</dt>
        <dd>
          <code>{texts.importCommand}</code>
        </dd>
        <dt>{texts.emptySeed}</dt>
        <dd>
          <code>{texts.seedCommand}</code>
        </dd>
      </dl>
      <p>{texts.emptyThen}</p>
    </Notice>
  );
}
