import { asset } from "fresh/runtime";
import { OpenNotice } from "../src/dashboard/components/open_notice.tsx";
import { define } from "../src/dashboard/define.ts";
import { locale, texts } from "../src/dashboard/texts.ts";
import { themeOf } from "../src/dashboard/theme.ts";

export default define.page(function App({ Component, req, state }) {
  const theme = themeOf(req.headers);
  return (
    <html lang={locale} data-theme={theme === "system" ? undefined : theme}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content={theme === "system" ? "light dark" : theme} />
        <meta name="description" content={texts.description} />
        <title>{texts.appName}</title>
        <link rel="stylesheet" href={asset("/styles.css")} />
        <link rel="icon" href={asset("/favicon.svg")} type="image/svg+xml" />
      </head>
      <body class={state.visitor?.takesFiles ? undefined : "no-files"}>
        <Component />
        <OpenNotice visitor={state.visitor} />
      </body>
    </html>
  );
});
