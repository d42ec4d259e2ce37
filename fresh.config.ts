import type { PagesConfig } from "./src/pages/config.ts";

export const pagesConfig: PagesConfig = {
  root: new URL("./", import.meta.url),
  routes: "routes/",
  islands: "islands/",
  static: "static/",
  output: "_fresh/",
  denoJson: "deno.json",
};
