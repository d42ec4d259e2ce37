import { Head } from "fresh/runtime";
import type { ComponentChildren, JSX } from "preact";
import Freshness from "../islands/Freshness.tsx";
import { Bar } from "../src/dashboard/components/bar.tsx";
import { EmptyShop } from "../src/dashboard/components/empty_shop.tsx";
import { Footer } from "../src/dashboard/components/footer.tsx";
import { Header } from "../src/dashboard/components/header.tsx";
import { Notice } from "../src/dashboard/components/notice.tsx";
import { writeBasis } from "../src/dashboard/live/basis.ts";
import type { Loaded, NoticeScreen, Screen } from "../src/dashboard/load.ts";
import type { PageKey } from "../src/dashboard/pages.ts";
import { leastOf } from "../src/dashboard/source.ts";
import type { PageState } from "../src/dashboard/state.ts";
import { texts } from "../src/dashboard/texts.ts";
import { type Theme, themeOf } from "../src/dashboard/theme.ts";
import type { Extras } from "../src/dashboard/view.ts";

interface FrameProps<T> {
  readonly page: PageKey;
  readonly screen: Screen<T>;
  /** The page's heading. */
  readonly title: string;
  /** Stands above the heading: a way back to the list that the page belongs to. */
  readonly back?: JSX.Element | undefined;
  /** What of the page's own URL its bar keeps. */
  readonly extras?: Extras;
  /** Whether the page is of no range, and so has no bar. */
  readonly timeless?: boolean;
  readonly request: { readonly url: URL; readonly req: Request; readonly state: PageState };
  readonly children: (loaded: Loaded<T>) => ComponentChildren;
}

/** What every page stands in: header, heading, the bar, and a notice where there are no figures. */
export function Frame<T>(props: FrameProps<T>): JSX.Element {
  const { page, screen, title, request: { url, req, state } } = props;
  const theme: Theme = themeOf(req.headers);
  return (
    <>
      <Head>
        <title>{texts.titleOf(title)}</title>
      </Head>
      <Header
        page={page}
        view={screen.kind === "empty" ? undefined : screen.view}
        visitor={state.visitor}
        theme={theme}
        url={url}
        freshness={screen.kind === "loaded" ? <FreshnessMark screen={screen} /> : undefined}
      />
      <main
        id="figures"
        data-basis={screen.kind === "loaded" && screen.basis ? writeBasis(screen.basis) : undefined}
      >
        {screen.kind === "loaded" && <Figures {...props} screen={screen} />}
        {screen.kind === "notice" && <NoFigures {...props} screen={screen} />}
        {screen.kind === "empty" && <EmptyShop />}
      </main>
      <Footer graphiql={state.graphiql} visitor={state.visitor} />
    </>
  );
}

function Figures<T>(props: FrameProps<T> & { screen: Loaded<T> }): JSX.Element {
  const { screen, title, back, extras = {}, timeless = false, request: { url }, children } = props;
  const { range, shop } = screen;
  return (
    <>
      <div class="page-head">
        <div class="page-title">
          {back}
          <h1>
            <bdi>{title}</bdi>
          </h1>
          {!timeless && <p class="quiet">{shop.formats.range(range)}</p>}
        </div>
        {!timeless && (
          <Bar
            path={url.pathname}
            extras={extras}
            view={screen.view}
            options={screen.options}
            shown={{ range, shop }}
          />
        )}
      </div>
      {children(screen)}
    </>
  );
}

/** Why there are no figures, with the bar to ask for others. */
function NoFigures<T>(props: FrameProps<T> & { screen: NoticeScreen }): JSX.Element {
  const { screen: { view, title, text, retry }, extras = {}, timeless = false, request: { url } } = props;
  return (
    <>
      <div class="page-head">
        <p class="page-title title">{props.title}</p>
        {!timeless && <Bar path={url.pathname} extras={extras} view={view} />}
      </div>
      <Notice title={title} text={text}>
        {retry
          ? <a class="button" href={`${url.pathname}${url.search}`}>{texts.retry}</a>
          : view === undefined
          ? <a class="button" href={url.pathname}>{texts.refusedLink}</a>
          : <a class="button" href="/">{texts.toOverview}</a>}
      </Notice>
    </>
  );
}

function FreshnessMark({ screen: { sources, shop, made } }: { screen: Loaded<unknown> }): JSX.Element | null {
  const all = Object.values(sources);
  // Views lag behind by design, and say so beside their figures.
  const current = all.filter(({ lane }) => lane !== "VIEW");
  const source = leastOf(current.length > 0 ? current : all);
  if (source === undefined) return null;
  return (
    <Freshness
      ageSeconds={Math.round(source.asOf.until(made).total("seconds"))}
      detail={texts.freshDetail(shop.formats.moment(source.asOf), shop.timeZone)}
      names={texts.fresh}
      refresh={texts.refresh}
    />
  );
}
