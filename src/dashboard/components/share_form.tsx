import type { JSX } from "preact";
import { type EmbedChart, embedOperations } from "../embed/charts.ts";
import { lifetimes, type ShareChoice } from "../share/form.ts";
import type { Shared } from "../share/load.ts";
import { shareTexts } from "../share/texts.ts";
import { texts } from "../texts.ts";
import { themes } from "../theme.ts";

interface ShareFormProps {
  /** Where it is sent: the address that says what is shown. */
  readonly action: string;
  readonly shared: Shared;
  readonly choice: ShareChoice;
  /** What is wrong with what was sent. */
  readonly problem: string | undefined;
}

/** Asks which chart is to be shown where, for how long. */
export function ShareForm({ action, shared, choice, problem }: ShareFormProps): JSX.Element {
  const wrong = problem === undefined ? {} : { "aria-invalid": true } as const;
  return (
    <form class="share-form panel" action={action} method="post">
      {problem !== undefined && <p class="problem" id="share-problem" role="alert">{problem}</p>}
      <label>
        <span>{shareTexts.chart}</span>
        <select name="chart">
          {charts.map((chart) => (
            <option key={chart} value={chart} selected={chart === choice.chart}>
              {chartName(chart, shared)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{shareTexts.sites}</span>
        <textarea
          name="sites"
          rows={2}
          required
          autocomplete="url"
          dir="ltr"
          aria-describedby={problem === undefined ? "share-hint" : "share-problem share-hint"}
          {...wrong}
        >
          {choice.sites}
        </textarea>
      </label>
      <p class="quiet small" id="share-hint">{shareTexts.sitesHint}</p>
      <label>
        <span>{shareTexts.holds}</span>
        <select name="ttl">
          {lifetimes.map((seconds) => (
            <option key={seconds} value={seconds} selected={seconds === choice.ttlSeconds}>
              {shareTexts.times[seconds]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{shareTexts.appearance}</span>
        <select name="theme">
          {themes.map((theme) => (
            <option key={theme} value={theme} selected={theme === choice.theme}>
              {shareTexts.appearances[theme]}
            </option>
          ))}
        </select>
      </label>
      <p>
        <button type="submit" class="button">{shareTexts.make}</button>
      </p>
    </form>
  );
}

const charts = Object.keys(embedOperations) as EmbedChart[];

/** @returns what a chart is called where it is chosen, and on the page that shows it */
export function chartName(chart: EmbedChart, { metric, product }: Shared): string {
  const name = chart === "trend" ? shareTexts.trendOf(texts.metrics[metric]) : shareTexts.charts[chart];
  return product === undefined ? name : `${name}, ${shareTexts.ofOneProduct}`;
}
