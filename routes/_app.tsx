import { asset } from "fresh/runtime";
import { Account } from "../src/dashboard/components/account.tsx";
import { define } from "../src/dashboard/define.ts";
import { locale, texts } from "../src/dashboard/texts.ts";

export default define.page(function App({ Component, state }) {
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
        <Account visitor={state.visitor} />
      </body>
    </html>
  );
});
