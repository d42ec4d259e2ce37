/** In the browser: a trend as a picture, from the shapes that the page's own picture is made of. */
import { margin, type Picture, textOf, width } from "./frame.ts";

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const height = 630;
const plot: Box = { left: margin + 56, top: 136, width: width - 2 * margin - 56, height: 380 };

/**
 * @param chart a trend, with its legend, axes and table
 * @param start begins a picture of a height
 */
export function drawTrend(chart: Element, start: (height: number) => Picture): HTMLCanvasElement {
  const { canvas, ink, write } = start(height);
  const quiet = getComputedStyle(chart.querySelector(".chart-y") ?? chart);
  drawLegend(ink, chart, (words, x) => write(words, x, 114, 15, quiet));
  drawGrid(ink, chart);
  ink.textAlign = "right";
  const ticks = [...chart.querySelectorAll(".chart-y li")];
  ticks.forEach((tick, index) => {
    const share = ticks.length === 1 ? 1 : index / (ticks.length - 1);
    write(textOf(tick), plot.left - 12, plot.top + share * plot.height + 5, 14, quiet);
  });
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
