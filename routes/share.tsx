import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { Share } from "../components/share.tsx";
import { Footer } from "../src/dashboard/components/footer.tsx";
import { Header } from "../src/dashboard/components/header.tsx";
import { Notice } from "../src/dashboard/components/notice.tsx";
import { define } from "../src/dashboard/define.ts";
import { readForm } from "../src/dashboard/form.ts";
import { statusOf } from "../src/dashboard/load.ts";
import { firstChoice, readChoice, type SentChoice } from "../src/dashboard/share/form.ts";
import { embedOf, loadShare, type ShareScreen } from "../src/dashboard/share/load.ts";
import { shareTexts } from "../src/dashboard/share/texts.ts";
import type { MintedEmbed } from "../src/dashboard/state.ts";
import { texts } from "../src/dashboard/texts.ts";
import { themeOf } from "../src/dashboard/theme.ts";

interface Sharing extends ShareScreen, Pick<SentChoice, "choice" | "problem"> {
  readonly minted: Extract<MintedEmbed, { readonly kind: "minted" }> | undefined;
}

// It may hold a token.
const headers = { "cache-control": "private, no-store" };

export const handlers = define.handlers({
  async GET({ state, url }) {
    if (!state.visitor?.shares) return page(undefined, { status: 403, headers });
    const loaded = await loadShare(state, url);
    const data: Sharing = {
      ...loaded,
      choice: firstChoice(loaded.shared.chart),
      problem: undefined,
      minted: undefined,
    };
    return page<Sharing | undefined>(data, { status: statusOf(loaded.screen), headers });
  },
  async POST({ req, state, url }) {
    if (!state.visitor?.shares) return page(undefined, { status: 403, headers });
    const form = await readForm(req);
    if (!form) throw new HttpError(400, texts.formUnreadable);
    const loaded = await loadShare(state, url);
    const { choice, origins, problem } = readChoice(form, loaded.shared.chart);
    const { shared, screen, variables } = loaded;
    const asked = { ...loaded, choice, problem, minted: undefined };
    if (screen.kind !== "loaded" || !variables) {
      return page<Sharing>(asked, { status: statusOf(screen), headers });
    }
    if (problem !== undefined) return page<Sharing>(asked, { status: 400, headers });
    const made = await state.mintEmbed({
      ...embedOf(choice.chart, shared, variables),
      origins,
      ttlSeconds: choice.ttlSeconds,
    });
    if (made.kind === "forbidden") return page(undefined, { status: 403, headers });
    if (made.kind !== "minted") {
      return page<Sharing>({ ...asked, problem: shareTexts.problems.unavailable }, { status: 503, headers });
    }
    return page<Sharing>({ ...asked, minted: made }, { headers });
  },
});

export default define.page<typeof handlers>(function SharePage({ data, req, state, url }) {
  const screen = data?.screen;
  return (
    <>
      <Head>
        <title>{texts.titleOf(shareTexts.title)}</title>
      </Head>
      <Header
        page="overview"
        view={screen?.kind === "loaded" ? screen.view : undefined}
        visitor={state.visitor}
        theme={themeOf(req.headers)}
        url={url}
      />
      <main id="figures">
        {data === undefined && <Notice title={texts.forbiddenTitle} text={shareTexts.forbidden} />}
        {screen?.kind === "notice" && <Notice title={screen.title} text={screen.text} />}
        {screen?.kind === "empty" && <Notice title={texts.emptyTitle} text={texts.emptyText} />}
        {data && screen?.kind === "loaded" && <Share {...data} loaded={screen} origin={originOf(req, url)} />}
      </main>
      <Footer graphiql={state.graphiql} visitor={state.visitor} />
    </>
  );
});

/** A proxy that ends TLS makes http of what browsers reach as https; what sends a form says what it is. */
function originOf(req: Request, url: URL): string {
  const said = URL.parse(req.headers.get("origin") ?? "");
  return said?.host === url.host ? said.origin : url.origin;
}
