/** The form that shares a chart, as it was sent. */
import { type EmbedChart, embedChartNamed } from "../embed/charts.ts";
import { type Theme, themeNamed } from "../theme.ts";
import { readSites } from "./sites.ts";
import { shareTexts } from "./texts.ts";

export const lifetimes = [3_600, 28_800, 86_400] as const;
type Lifetime = (typeof lifetimes)[number];

/** What somebody chose, for the form to show again. */
export interface ShareChoice {
  readonly chart: EmbedChart;
  /** As it was typed. */
  readonly sites: string;
  readonly ttlSeconds: Lifetime;
  readonly theme: Theme;
}

export interface SentChoice {
  readonly choice: ShareChoice;
  readonly origins: readonly string[];
  /** What is wrong with it, said to a person; undefined where nothing is. */
  readonly problem: string | undefined;
}

export function firstChoice(chart: EmbedChart): ShareChoice {
  return { chart, sites: "", ttlSeconds: 86_400, theme: "system" };
}

/** @param chart where the form names none */
export function readChoice(form: URLSearchParams, chart: EmbedChart): SentChoice {
  const sites = form.get("sites") ?? "";
  const ttl = Number(form.get("ttl"));
  const choice: ShareChoice = {
    chart: embedChartNamed(form.get("chart")) ?? chart,
    sites,
    ttlSeconds: lifetimes.find((known) => known === ttl) ?? lifetimes[0],
    theme: themeNamed(form.get("theme")) ?? "system",
  };
  const read = readSites(sites);
  if ("origins" in read) return { choice, origins: read.origins, problem: undefined };
  const { problem } = read;
  const { problems } = shareTexts;
  const said = typeof problem === "string" ? problems[problem] : problems.unreadable(problem.unreadable);
  return { choice, origins: [], problem: said };
}
