import type { JSX } from "preact";
import CopyText from "../islands/CopyText.tsx";
import { BackLink } from "../src/dashboard/components/back_link.tsx";
import { Bar } from "../src/dashboard/components/bar.tsx";
import { chartName, ShareForm } from "../src/dashboard/components/share_form.tsx";
import { filterChips } from "../src/dashboard/filter_options.ts";
import type { Loaded } from "../src/dashboard/load.ts";
import type { ShareChoice } from "../src/dashboard/share/form.ts";
import type { Shared } from "../src/dashboard/share/load.ts";
import { embedAddress, snippetOf } from "../src/dashboard/share/snippet.ts";
import { shareTexts } from "../src/dashboard/share/texts.ts";
import { texts } from "../src/dashboard/texts.ts";
import { hrefOf } from "../src/dashboard/view.ts";

interface ShareProps {
  readonly loaded: Loaded<unknown>;
  readonly shared: Shared;
  readonly choice: ShareChoice;
  readonly problem: string | undefined;
  /** Once it was made. */
  readonly minted: { readonly token: string; readonly expiresAt: Temporal.Instant } | undefined;
  /** Of the shop, as browsers reach it. */
  readonly origin: string;
}

/** What is shared, and with whom: first as a form, then as what to paste. */
export function Share({ loaded, shared, choice, problem, minted, origin }: ShareProps): JSX.Element {
  const { view } = loaded;
  const extras = { chart: choice.chart, metric: shared.metric, product: shared.product };
  const again = hrefOf("/share", view, extras);
  return (
    <>
      <div class="page-head">
        <div class="page-title">
          <BackLink href={hrefOf("/", view)} text={texts.pages.overview} />
          <h1>{minted ? shareTexts.ready : shareTexts.title}</h1>
          {!minted && <p class="quiet">{shareTexts.intro}</p>}
        </div>
        {!minted && <Bar path="/share" extras={extras} view={view} options={loaded.options} shown={loaded} />}
      </div>
      <Shown loaded={loaded} name={minted && chartName(choice.chart, shared)} />
      {minted
        ? (
          <Ready
            {...choice}
            origin={origin}
            again={again}
            token={minted.token}
            title={chartName(choice.chart, shared)}
            until={loaded.shop.formats.moment(minted.expiresAt)}
          />
        )
        : <ShareForm action={again} shared={shared} choice={choice} problem={problem} />}
    </>
  );
}

/** What of the shop is shown: this and no more. */
function Shown({ loaded, name }: { loaded: Loaded<unknown>; name: string | undefined }): JSX.Element {
  const { view, shop: { formats }, range, options } = loaded;
  const filters = filterChips(view.filter, options).map(({ field, label }) =>
    `${texts.filters[field]}: ${label}`
  );
  const parts = [name, formats.range(range), ...filters].filter((part) => part !== undefined);
  return (
    <p class="share-shown">
      <b>{shareTexts.shown}</b> <bdi>{parts.join(" · ")}</bdi>
    </p>
  );
}

interface ReadyProps extends ShareChoice {
  readonly origin: string;
  readonly token: string;
  readonly title: string;
  readonly until: string;
  readonly again: string;
}

function Ready(props: ReadyProps): JSX.Element {
  const { until, again } = props;
  return (
    <section class="share-form panel" aria-label={shareTexts.ready}>
      <p>{shareTexts.readyText(until)}</p>
      <CopyText label={shareTexts.snippet} text={snippetOf(props)} texts={shareTexts.copying} />
      <p class="share-links">
        <a href={embedAddress(props)} target="_blank" rel="noreferrer">{shareTexts.preview}</a>
        <a href={again}>{shareTexts.another}</a>
      </p>
      <p class="quiet small">{shareTexts.longer}</p>
    </section>
  );
}
