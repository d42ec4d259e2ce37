import { asset } from "fresh/runtime";
import { define } from "../src/dashboard/define.ts";
import { locale, texts } from "../src/dashboard/texts.ts";

export default define.page(function App({ Component }) {
  return (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="description" content={texts.description} />
        <title>{texts.appName}</title>
        <link rel="stylesheet" href={asset("/styles.css")} />
        <link rel="icon" href={asset("/favicon.svg")} type="image/svg+xml" />
      </head>
      <body>
        <Component />
      </body>
    </html>
  );
});
