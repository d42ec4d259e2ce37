/**
 * In the browser: a chart as a picture to take along, with all that says what it shows. Loaded when somebody asks for one. It is
 * drawn anew, sharp at its own size, from the shapes that the page's picture is made of and in the colours they have there.
 */

/** What a picture says around its lines. */
interface Captions {
  readonly title: string;
  /** The page, and the filters in force. */
  readonly subtitle: string;
  /** Where it is from, and up to when. */
  readonly source: string;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Of the page's pixels, each of which is two of the picture's. */
const [width, height, sharpness] = [1200, 630, 2];
const margin = 40;
const plot: Box = { left: margin + 56, top: 136, width: width - 2 * margin - 56, height: 380 };

/** @param chart a trend, with its legend, axes and table */
export async function savePicture(chart: Element): Promise<void> {
  const captions = captionsOf(chart);
  const canvas = drawPicture(chart, captions);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  if (!blob) throw new Error("Cannot save the picture: the browser makes none of this size");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${nameOf(captions.title)}.png`;
  link.click();
  // The browser reads it after this.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function captionsOf(chart: Element): Captions {
  const filters = Array.from(
    document.querySelectorAll(".chip"),
    (chip) => Array.from(chip.children).slice(1).map(textOf).join(" ").trim(),
  );
  return {
    title: textOf(chart.querySelector("caption")),
    subtitle: [textOf(document.querySelector("h1")), ...filters].join(" · "),
    source: [
      textOf(document.querySelector(".wordmark")),
      location.host,
      document.querySelector<HTMLElement>(".freshness")?.title,
    ].filter(Boolean).join(
      " · ",
    ),
  };
}

/** @returns a file's name: letters and digits of any script */
function nameOf(title: string): string {
  return title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
}

function drawPicture(chart: Element, { title, subtitle, source }: Captions): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width * sharpness, height * sharpness];
  const ink = canvas.getContext("2d");
  if (!ink) throw new Error("Cannot draw the picture: the browser draws none");
  ink.scale(sharpness, sharpness);
  const [text, quiet, ground] = [document.body, chart.querySelector(".chart-y"), chart.closest(".panel")]
    .map((element) => element ? getComputedStyle(element) : undefined);
  ink.fillStyle = ground?.backgroundColor ?? "white";
  ink.fillRect(0, 0, width, height);
  const family = text?.fontFamily ?? "sans-serif";
  const write = (
    words: string,
    x: number,
    y: number,
    size: number,
    style: CSSStyleDeclaration | undefined,
  ) => {
    ink.fillStyle = style?.color ?? "black";
    ink.font = `${size > 20 ? 650 : 400} ${size}px ${family}`;
    ink.fillText(words, x, y, width - margin - x);
  };
  write(title, margin, 56, 24, text);
  write(subtitle, margin, 84, 16, quiet);
  write(source, margin, height - 28, 14, quiet);
  drawLegend(ink, chart, (words, x) => write(words, x, 114, 15, quiet));
  drawGrid(ink, chart);
  ink.textAlign = "right";
  for (const tick of chart.querySelectorAll<HTMLElement>(".chart-y li")) {
    const share = parseFloat(tick.style.insetBlockStart) / 100;
    write(textOf(tick), plot.left - 12, plot.top + share * plot.height + 5, 14, quiet);
  }
  ink.textAlign = "center";
  for (const label of chart.querySelectorAll(".chart-x text")) {
    const share = parseFloat(label.getAttribute("x") ?? "") / 100;
    write(textOf(label), plot.left + share * plot.width, plot.top + plot.height + 26, 14, quiet);
  }
  drawLines(ink, chart);
  return canvas;
}

function drawLegend(
  ink: CanvasRenderingContext2D,
  chart: Element,
  write: (words: string, x: number) => void,
): void {
  let x = margin;
  for (const key of chart.querySelectorAll(".legend .key")) {
    const { borderTopColor, borderTopStyle } = getComputedStyle(key, "::before");
    ink.strokeStyle = borderTopColor;
    ink.lineWidth = 2;
    ink.setLineDash(borderTopStyle === "dashed" ? [5, 4] : borderTopStyle === "dotted" ? [2, 4] : []);
    ink.stroke(new Path2D(`M${x} 109h20`));
    write(textOf(key), x + 28);
    x += 28 + ink.measureText(textOf(key)).width + 24;
  }
  ink.setLineDash([]);
}

function drawGrid(ink: CanvasRenderingContext2D, chart: Element): void {
  ink.lineWidth = 1;
  for (const line of chart.querySelectorAll(".chart-grid line")) {
    const y = Math.round(plot.top + parseFloat(line.getAttribute("y1") ?? "") / 100 * plot.height) + 0.5;
    ink.strokeStyle = getComputedStyle(line).stroke;
    ink.stroke(new Path2D(`M${plot.left} ${y}h${plot.width}`));
  }
}

/** The page stretches its picture, but not the width of its lines; so does this one. */
function drawLines(ink: CanvasRenderingContext2D, chart: Element): void {
  const [, , across = 1, down = 1] = chart.querySelector(".chart-line")?.getAttribute("viewBox")?.split(" ")
    .map(Number) ?? [];
  const place = new DOMMatrix([plot.width / across, 0, 0, plot.height / down, plot.left, plot.top]);
  for (const path of chart.querySelectorAll(".chart-line path")) {
    const { fill, stroke, strokeWidth, strokeDasharray, strokeLinecap } = getComputedStyle(path);
    const shape = new Path2D();
    // A line of no length, which is a dot there, is nothing here.
    shape.addPath(new Path2D(path.getAttribute("d")?.replaceAll("h0", "h.01")), place);
    if (fill !== "none") {
      ink.fillStyle = fill;
      ink.fill(shape);
    }
    if (stroke === "none") continue;
    ink.strokeStyle = stroke;
    ink.lineWidth = parseFloat(strokeWidth);
    ink.lineCap = strokeLinecap as CanvasLineCap;
    ink.lineJoin = "round";
    ink.setLineDash((strokeDasharray.match(/[\d.]+/g) ?? []).map(Number));
    ink.stroke(shape);
  }
  ink.setLineDash([]);
}

function textOf(element: Element | null): string {
  return element?.textContent?.trim() ?? "";
}
