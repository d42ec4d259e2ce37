/** The texts of sharing a chart. */
import { embedTexts } from "../embed/texts.ts";
import { overviewTexts } from "../overview/texts.ts";

export const shareTexts = {
  share: "Share",
  shareOf: (name: string): string => `Share: ${name}`,
  title: "Share a chart",
  intro:
    "Show a chart on another site: an intranet, a partner’s page. Whoever opens that page sees these figures, up to date, and no others.",
  back: "Back",
  shown: "What is shown",
  trendOf: (metric: string): string => `${metric} over time`,
  ofOneProduct: "of one product",
  charts: {
    "overview": embedTexts.overview,
    "top-products": overviewTexts.topProducts,
    "categories": overviewTexts.categories,
    "segments": overviewTexts.segments,
  } as const,
  chart: "Chart",
  sites: "Sites that may show it",
  sitesHint: "One a line, such as https://intranet.example. The chart appears nowhere else.",
  holds: "The link holds for",
  times: { 3600: "1 hour", 28800: "8 hours", 86400: "1 day" } as const,
  appearance: "Appearance",
  appearances: { system: "As the page around it", light: "Light", dark: "Dark" } as const,
  make: "Make the link",
  problems: {
    none: "Name at least one site.",
    many: "That is more sites than one link may have: 20.",
    unreadable: (part: string): string =>
      `“${part.slice(0, 60)}” is no site. Write it like https://intranet.example.`,
    unavailable: "No link can be made right now. Try again in a moment.",
  },
  ready: "The link is ready",
  readyText: (until: string): string =>
    `Paste this into the page. It works until ${until}, on the sites you named, and is shown here only once.`,
  snippet: "HTML to paste",
  copying: { copy: "Copy", copied: "Copied", copyByHand: "Selected: copy it with the keyboard." } as const,
  preview: "Open the chart",
  another: "Make another link",
  longer: "For a page that stays up longer, its server can fetch a link for each visit: see docs/EMBED.md.",
  forbidden: "Analysts and admins share charts, where JWT_SECRET is set.",
} as const;
