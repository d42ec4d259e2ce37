import type { PageProps } from "fresh";
import type { JSX } from "preact";
import { asset } from "fresh/runtime";

export default function App({ Component }: PageProps): JSX.Element {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Fixture</title>
        <meta name="description" content="of the app" />
        <link rel="stylesheet" href={asset("/styles.css")} />
        <script dangerouslySetInnerHTML={{ __html: `document.documentElement.dataset.early = "yes";` }} />
      </head>
      <body>
        <Component />
      </body>
    </html>
  );
}
