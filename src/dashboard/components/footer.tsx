import type { JSX } from "preact";
import { texts } from "../texts.ts";

/** What stands below every page. */
export function Footer({ graphiql }: { graphiql: boolean }): JSX.Element {
  return (
    <footer class="bottom">
      <p>{texts.appName}</p>
      <nav aria-label={texts.footer}>
        {graphiql && <a href="/graphql">{texts.graphiql}</a>}
        <a href="/graphql/schema.graphql">{texts.schema}</a>
      </nav>
    </footer>
  );
}
