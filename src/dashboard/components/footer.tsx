import type { JSX } from "preact";
import type { Visitor } from "../state.ts";
import { texts } from "../texts.ts";

interface FooterProps {
  readonly graphiql: boolean;
  /** Undefined before somebody signed in: there is nothing to lead them to. */
  readonly visitor: Visitor | undefined;
}

/** What stands below every page. */
export function Footer({ graphiql, visitor }: FooterProps): JSX.Element {
  return (
    <footer class="bottom">
      <p>{texts.appName}</p>
      {visitor && (
        <nav aria-label={texts.footer}>
          {graphiql && <a href="/graphql">{texts.graphiql}</a>}
          <a href="/graphql/schema.graphql">{texts.schema}</a>
        </nav>
      )}
    </footer>
  );
}
