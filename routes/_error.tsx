import { HttpError } from "fresh";
import { Head } from "fresh/runtime";
import { Footer } from "../src/dashboard/components/footer.tsx";
import { Header } from "../src/dashboard/components/header.tsx";
import { Notice } from "../src/dashboard/components/notice.tsx";
import { define } from "../src/dashboard/define.ts";
import { texts } from "../src/dashboard/texts.ts";
import { themeOf } from "../src/dashboard/theme.ts";

export default define.page(function ErrorPage({ error, req, state, url }) {
  const missing = error instanceof HttpError && error.status === 404;
  const [title, text] = missing
    ? [texts.notFoundTitle, texts.notFoundText]
    : [texts.brokenTitle, texts.brokenText(state.requestId)];
  return (
    <>
      <Head>
        <title>{texts.titleOf(title)}</title>
      </Head>
      <Header visitor={state.visitor} theme={themeOf(req.headers)} url={url} />
      <main id="figures">
        <Notice title={title} text={text}>
          <a class="button" href="/">{texts.toOverview}</a>
        </Notice>
      </main>
      <Footer graphiql={state.graphiql} visitor={state.visitor} />
    </>
  );
});
