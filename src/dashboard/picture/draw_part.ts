/**
 * In the browser: a panel's heat map, bars or table as a picture. A copy of it is laid out at the picture's width, out of
 * sight, and drawn box by box: so whatever the page can show in plain boxes, shapes and words is had as a picture too.
 */
import { foot, margin, type Picture, top, width } from "./frame.ts";

/** What is for those who use the page; captions say the rest. */
const leftOut =
  ".panel-title, .panel-links, .chart-foot, .live-files, .source, .hidden, .heat-said, .menu, button, noscript";

/**
 * @param panel is left as it is
 * @param start begins a picture of a height
 */
export function drawPart(panel: Element, start: (height: number) => Picture): HTMLCanvasElement {
  const copy = panel.cloneNode(true) as HTMLElement;
  copy.inert = true;
  for (const part of copy.querySelectorAll(leftOut)) part.remove();
  Object.assign(copy.style, {
    position: "fixed",
    top: "0",
    left: "-9999px",
    width: `${width - 2 * margin}px`,
    height: "auto",
    padding: "0",
    border: "0",
    boxShadow: "none",
    background: "none",
  });
  panel.after(copy);
  try {
    const box = copy.getBoundingClientRect();
    const { canvas, ink } = start(top + box.height + foot);
    ink.translate(margin - box.left, top - box.top);
    paint(ink, copy);
    return canvas;
  } finally {
    copy.remove();
  }
}

function paint(ink: CanvasRenderingContext2D, element: Element): void {
  const style = getComputedStyle(element);
  if (style.display === "none") return;
  ink.save();
  ink.globalAlpha *= parseFloat(style.opacity);
  if (element instanceof SVGGeometryElement) paintShape(ink, element, style);
  else if (!(element instanceof SVGElement)) paintBox(ink, element, style);
  for (const child of element.childNodes) {
    if (child instanceof Element) paint(ink, child);
    else if (child instanceof Text) paintWords(ink, child, style);
  }
  ink.restore();
}

/** A ground, the line above a row, the dashes around a value that is not final, a legend's key. */
function paintBox(ink: CanvasRenderingContext2D, element: Element, style: CSSStyleDeclaration): void {
  const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
  ink.fillStyle = style.backgroundColor;
  ink.beginPath();
  ink.roundRect(left, top, width, height, parseFloat(style.borderTopLeftRadius) || 0);
  ink.fill();
  if (style.outlineStyle === "dashed") {
    ink.strokeStyle = style.outlineColor;
    ink.setLineDash([3, 3]);
    ink.stroke();
    ink.setLineDash([]);
  }
  for (
    const [line, colour, y] of [
      [style.borderTopWidth, style.borderTopColor, top],
      [style.borderBottomWidth, style.borderBottomColor, bottom],
    ] as const
  ) {
    ink.fillStyle = colour;
    ink.fillRect(left, y, width, parseFloat(line));
  }
  const key = getComputedStyle(element, "::before");
  if (key.content === "none" || key.display === "none") return;
  const side = parseFloat(key.width);
  ink.fillStyle = key.backgroundColor;
  ink.fillRect(style.direction === "rtl" ? right - side : left, (top + bottom - side) / 2, side, side);
}

function paintShape(
  ink: CanvasRenderingContext2D,
  shape: SVGGeometryElement,
  { fill, stroke, strokeWidth }: CSSStyleDeclaration,
): void {
  const path = new Path2D();
  if (shape instanceof SVGPathElement) {
    path.addPath(new Path2D(shape.getAttribute("d") ?? ""), shape.getScreenCTM() ?? new DOMMatrix());
  } else {
    const { left, top, width, height } = shape.getBoundingClientRect();
    path.roundRect(left, top, width, height, shape instanceof SVGCircleElement ? width / 2 : 2);
  }
  if (fill !== "none") {
    ink.fillStyle = fill;
    ink.fill(path);
  }
  if (stroke === "none") return;
  ink.strokeStyle = stroke;
  ink.lineWidth = parseFloat(strokeWidth);
  ink.stroke(path);
}

/** Word by word, each where it stands: so lines break as they do there. */
function paintWords(ink: CanvasRenderingContext2D, text: Text, style: CSSStyleDeclaration): void {
  ink.fillStyle = text.parentElement instanceof SVGElement ? style.fill : style.color;
  ink.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  ink.textBaseline = "middle";
  const place = document.createRange();
  for (const { 0: word, index } of text.data.matchAll(/\S+/g)) {
    place.setStart(text, index);
    place.setEnd(text, index + word.length);
    const { left, top, height } = place.getBoundingClientRect();
    ink.fillText(word, left, top + height / 2);
  }
}
