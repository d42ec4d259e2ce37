import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { Footer } from "../src/dashboard/components/footer.tsx";
import { Header } from "../src/dashboard/components/header.tsx";
import { SignInForm } from "../src/dashboard/components/sign_in_form.tsx";
import { define } from "../src/dashboard/define.ts";
import { nextPage } from "../src/dashboard/next_page.ts";
import { readForm } from "../src/dashboard/form.ts";
import { texts } from "../src/dashboard/texts.ts";
import { themeOf } from "../src/dashboard/theme.ts";

const statuses = { refused: 401, throttled: 429, unavailable: 503 } as const;
const headers = { "cache-control": "no-store" };

interface Tried {
  readonly next: string;
  readonly email: string;
  /** Why one has to try again, or to sign in again; undefined at first. */
  readonly problem: keyof typeof statuses | "ended" | undefined;
}

export const handlers = define.handlers({
  GET: ({ url }) => {
    const next = nextPage(url.searchParams.get("next"));
    const problem = url.searchParams.has("ended") ? "ended" : undefined;
    return page<Tried>({ next, email: "", problem }, { headers });
  },
  async POST({ req, state }) {
    const form = await readForm(req);
    if (!form) throw new HttpError(400, texts.formUnreadable);
    const [email, next] = [form.get("email") ?? "", nextPage(form.get("next"))];
    const result = await state.signIn({ email, password: form.get("password") ?? "" });
    if (result.kind !== "signed in") {
      const { kind: problem } = result;
      const wait = problem === "throttled" ? { "retry-after": "900" } : {};
      return page<Tried>({ next, email, problem }, {
        status: statuses[problem],
        headers: { ...headers, ...wait },
      });
    }
    return new Response(null, {
      status: 303,
      headers: { ...headers, location: next, "set-cookie": result.cookie },
    });
  },
});

export default define.page<typeof handlers>(function SignInPage({ data, req, state, url }) {
  return (
    <>
      <Head>
        <title>{texts.titleOf(texts.signIn)}</title>
      </Head>
      <Header visitor={undefined} theme={themeOf(req.headers)} url={url} />
      <main id="figures">
        <SignInForm next={data.next} email={data.email} problem={data.problem} />
      </main>
      <Footer graphiql={state.graphiql} visitor={undefined} />
    </>
  );
});
