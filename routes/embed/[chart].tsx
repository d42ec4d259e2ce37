import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { define } from "../../src/dashboard/define.ts";
import { embedChartNamed } from "../../src/dashboard/embed/charts.ts";
import { EmbedFigures } from "../../src/dashboard/embed/figures.tsx";
import { loadEmbed } from "../../src/dashboard/embed/load.ts";
import { EmbedMessage } from "../../src/dashboard/embed/message.tsx";
import { embedTexts } from "../../src/dashboard/embed/texts.ts";

export const handlers = define.handlers({
  async GET({ params, state, url }) {
    const chart = embedChartNamed(params["chart"]);
    if (chart === undefined) throw new HttpError(404, embedTexts.noSuchChart);
    const screen = await loadEmbed(state, url, chart);
    const [status, wait] = screen.kind === "notice" ? [screen.status, screen.retryAfterSeconds] : [200];
    return page(screen, {
      status,
      // The address holds a token.
      headers: {
        "cache-control": "private, no-store",
        ...(wait !== undefined && { "retry-after": String(wait) }),
      },
    });
  },
});

export default define.page<typeof handlers>(function EmbedPage({ data: screen }) {
  if (screen.kind === "notice") return <EmbedMessage text={screen.text} />;
  return (
    <>
      <Head>
        <title>{screen.title}</title>
      </Head>
      <EmbedFigures screen={screen} />
    </>
  );
});
