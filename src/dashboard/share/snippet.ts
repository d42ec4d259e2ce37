/** What is pasted into the page of another site. */
import type { EmbedChart } from "../embed/charts.ts";
import type { Theme } from "../theme.ts";

export interface SnippetOptions {
  /** Of the shop, as browsers reach it. */
  readonly origin: string;
  readonly chart: EmbedChart;
  readonly token: string;
  readonly theme: Theme;
  /** For those who do not see it. */
  readonly title: string;
}

/** About as high as each is in a column of a page; the script makes it exact. */
const heights: Readonly<Record<EmbedChart, number>> = {
  "overview": 240,
  "trend": 380,
  "top-products": 560,
  "categories": 640,
  "segments": 260,
};

/** @returns the address of the chart itself */
export function embedAddress({ origin, chart, token, theme }: Omit<SnippetOptions, "title">): string {
  return `${origin}/embed/${chart}?token=${token}${theme === "system" ? "" : `&theme=${theme}`}`;
}

export function snippetOf(options: SnippetOptions): string {
  const { origin, chart, title } = options;
  const style = `width: 100%; height: ${heights[chart]}px; border: 1px solid #8884; border-radius: 12px`;
  return `<iframe src="${inAttribute(embedAddress(options))}" title="${inAttribute(title)}"
  style="${style}" loading="lazy" referrerpolicy="no-referrer"></iframe>
<script src="${origin}/embed.js" async></script>`;
}

function inAttribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
