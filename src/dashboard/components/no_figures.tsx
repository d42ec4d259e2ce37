import type { JSX } from "preact";
import type { NoticeScreen } from "../load.ts";
import { texts } from "../texts.ts";
import { Notice } from "./notice.tsx";
import { Picker } from "./picker.tsx";

interface NoFiguresProps {
  readonly screen: NoticeScreen;
  readonly url: URL;
}

/** Why there are no figures, with the picker to ask for others. */
export function NoFigures({ screen: { view, title, text, retry }, url }: NoFiguresProps): JSX.Element {
  return (
    <>
      <div class="page-head">
        <p class="page-title">{texts.overview}</p>
        <Picker view={view} days={view?.period === "custom" ? view : undefined} />
      </div>
      <Notice title={title} text={text}>
        {retry
          ? <a class="button" href={`${url.pathname}${url.search}`}>{texts.retry}</a>
          : <a class="button" href="/">{texts.refusedLink}</a>}
      </Notice>
    </>
  );
}
