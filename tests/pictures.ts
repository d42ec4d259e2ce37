/** For browser tests: charts saved as pictures, and what is on them. */
import type { Page } from "playwright-core";

export interface SavedPicture {
  readonly fileName: string;
  readonly width: number;
  readonly height: number;
  /** Each colour that is on it, as 0xAABBGGRR. */
  readonly colours: ReadonlySet<number>;
  /** The colour of its first pixel. */
  readonly ground: number;
  /** How many pixels of the strip where a trend has its axis are of another colour. */
  readonly axisPixels: number;
}

/** @param chart what it shows, as its button says */
export async function savedPicture(page: Page, chart: string): Promise<SavedPicture> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: `Save as PNG: ${chart}` }).click(),
  ]);
  const bytes = await Deno.readFile(await download.path());
  const { colours, ...rest } = await page.evaluate(async (base64) => {
    const image = await createImageBitmap(
      new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]),
    );
    const { width, height } = image;
    const ink = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    if (!ink) throw new Error("no canvas");
    ink.drawImage(image, 0, 0);
    const pixels = (left: number, top: number, width: number, height: number) =>
      new Uint32Array(ink.getImageData(left, top, width, height).data.buffer);
    const [ground = 0] = pixels(0, 0, 1, 1);
    const axisPixels = pixels(0, 260, 180, 780).filter((colour) => colour !== ground).length;
    return { width, height, ground, axisPixels, colours: [...new Set(pixels(0, 0, width, height))] };
  }, bytes.toBase64());
  return { fileName: download.suggestedFilename(), colours: new Set(colours), ...rest };
}

/** @returns the colour that a property of an element has, as 0xAABBGGRR */
export function colourOf(
  page: Page,
  selector: string,
  property: "stroke" | "background-color" | "fill",
): Promise<number> {
  return page.locator(selector).first().evaluate((element, property) => {
    const ink = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    if (!ink) throw new Error("no canvas");
    ink.fillStyle = getComputedStyle(element).getPropertyValue(property);
    ink.fillRect(0, 0, 1, 1);
    return new Uint32Array(ink.getImageData(0, 0, 1, 1).data.buffer)[0] ?? 0;
  }, property);
}
