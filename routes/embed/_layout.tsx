import type { LayoutConfig } from "fresh";
import { asset } from "fresh/runtime";
import { define } from "../../src/dashboard/define.ts";
import { embedTexts } from "../../src/dashboard/embed/texts.ts";
import { locale } from "../../src/dashboard/texts.ts";
import { themeNamed } from "../../src/dashboard/theme.ts";

export const config: LayoutConfig = { skipAppWrapper: true };

/** The document of a chart on another site: by no cookie, as light or dark as the page around it. */
export default define.layout(function EmbedLayout({ Component, state: { embed }, url }) {
  const theme = themeNamed(url.searchParams.get("theme")) ?? "system";
  return (
    <html
      lang={locale}
      data-theme={theme === "system" ? undefined : theme}
      data-sites={embed?.kind === "allowed" ? embed.limits.origins.join(" ") : undefined}
    >
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content={theme === "system" ? "light dark" : theme} />
        <meta name="robots" content="noindex" />
        <title>{embedTexts.overview}</title>
        <link rel="stylesheet" href={asset("/embed.css")} />
        <script type="module" src={asset("/embed_page.js")} />
      </head>
      <body>
        <Component />
      </body>
    </html>
  );
});
