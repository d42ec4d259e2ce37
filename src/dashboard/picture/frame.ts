/** In the browser: what a picture has around its chart. */

/** What a picture says around its chart. */
export interface Captions {
  readonly title: string;
  /** The page, its range and the filters in force. */
  readonly subtitle: string;
  /** Where it is from, and up to when. */
  readonly source: string;
}

export interface Picture {
  readonly canvas: HTMLCanvasElement;
  readonly ink: CanvasRenderingContext2D;
  /** Writes in the page's type, and no further than the picture's margin. */
  write(words: string, x: number, y: number, size: number, style: CSSStyleDeclaration): void;
}

/** Of the page's pixels, each of which is two of the picture's. */
export const width = 1200;
export const margin = 40;
/** Where the chart begins, below its captions. */
export const top = 104;
/** What the picture needs below its chart. */
export const foot = 72;
const sharpness = 2;

/**
 * @param panel has the colours of the chart's ground
 * @param height of the whole picture
 */
export function startPicture(panel: Element, { title, subtitle, source }: Captions, height: number): Picture {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width * sharpness, height * sharpness];
  const ink = canvas.getContext("2d");
  if (!ink) throw new Error("Cannot draw the picture: the browser draws none");
  ink.scale(sharpness, sharpness);
  ink.fillStyle = getComputedStyle(panel).backgroundColor;
  ink.fillRect(0, 0, width, height);
  const text = getComputedStyle(document.body);
  const write: Picture["write"] = (words, x, y, size, { color }) => {
    ink.fillStyle = color;
    ink.font = `${size > 20 ? 650 : 400} ${size}px ${text.fontFamily}`;
    ink.fillText(words, x, y, width - margin - x);
  };
  const quiet = getComputedStyle(document.querySelector(".bottom") ?? document.body);
  write(title, margin, 56, 24, text);
  write(subtitle, margin, 84, 16, quiet);
  write(source, margin, height - 28, 14, quiet);
  return { canvas, ink, write };
}

export function textOf(element: Element | null): string {
  return element?.textContent?.trim() ?? "";
}
