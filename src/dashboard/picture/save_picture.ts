/**
 * In the browser: a chart as a picture to take along, with all that says what it shows. Loaded when somebody asks for one. It is
 * drawn anew, sharp at its own size, from what the page holds and in the colours it has there.
 */
import { drawPart } from "./draw_part.ts";
import { drawTrend } from "./draw_trend.ts";
import { type Captions, startPicture, textOf } from "./frame.ts";

/** What of the page's bar a chart is of: its period and filters, these alone, or neither. */
export type Scope = "view" | "filters" | "everything";

/** @param button stands beside a trend, or in the panel that is to be seen */
export async function savePicture(button: Element): Promise<void> {
  const scope = button.getAttribute("data-scope") as Scope;
  const trend = button.closest(".trend");
  const panel = button.closest(".panel");
  if (!panel) throw new Error("Cannot save the picture: the button is beside no chart");
  const title = trend?.querySelector("caption") ?? panel.querySelector("h2");
  // A trend's own name has its range.
  const captions = captionsOf(title, scope, scope === "view" && trend === null);
  const canvas = trend
    ? drawTrend(trend, (height) => startPicture(panel, captions, height))
    : drawPart(panel, (height) => startPicture(panel, captions, height));
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  if (!blob) throw new Error("Cannot save the picture: the browser makes none of this size");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${nameOf(captions.title)}.png`;
  link.click();
  // The browser reads it after this.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function captionsOf(title: Element | null, scope: Scope, hasRange: boolean): Captions {
  const filters = Array.from(
    document.querySelectorAll(".chip"),
    (chip) => Array.from(chip.children).slice(1).map(textOf).join(" ").trim(),
  );
  return {
    title: textOf(title),
    subtitle: [
      textOf(document.querySelector("h1")),
      hasRange ? textOf(document.querySelector(".page-title h1 + p")) : "",
      ...(scope === "everything" ? [] : filters),
    ].filter(Boolean).join(" · "),
    source: [
      textOf(document.querySelector(".wordmark")),
      location.host,
      document.querySelector<HTMLElement>(".freshness")?.title,
    ].filter(Boolean).join(" · "),
  };
}

/** @returns a file's name: letters and digits of any script */
function nameOf(title: string): string {
  return title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
}
