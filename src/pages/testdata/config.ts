import type { PagesConfig } from "../config.ts";

export const fixture: PagesConfig = {
  root: new URL("./", import.meta.url),
  routes: "routes/",
  islands: "islands/",
  static: "static/",
  output: "_fresh/",
  denoJson: "../../../deno.json",
};
