/** For browser tests: whether a page is grossly broken to the eye. Screenshots are kept for those who want to look themselves. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";

const folder = fileURLToPath(new URL("./screenshots/", import.meta.url));

/** Keeps a picture of all of the page, ignored by git, and fails where it is blank. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  const bytes = await page.screenshot({ path: `${folder}${name}.png`, fullPage: true });
  const { height, colours, ground } = await page.evaluate(looksOf, bytes.toBase64());
  assert.ok(height >= 600, `${name} is ${height} pixels high`);
  // Letters alone have dozens of shades; a page without styles has no ground of its own.
  assert.ok(colours > 40, `${name} has ${colours} colours`);
  assert.ok(ground > 0.1 && ground < 0.99, `${name}: ${ground} of it has one colour`);
}

async function looksOf(base64: string) {
  const image = await createImageBitmap(
    new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]),
  );
  const { width, height } = image;
  const ink = new OffscreenCanvas(width, height).getContext("2d");
  if (!ink) throw new Error("no canvas");
  ink.drawImage(image, 0, 0);
  const counts = new Map<number, number>();
  for (const colour of new Uint32Array(ink.getImageData(0, 0, width, height).data.buffer)) {
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return { height, colours: counts.size, ground: Math.max(...counts.values()) / (width * height) };
}

/** Fails where words lie over other words, or are cut off by the window. */
export async function assertLegible(page: Page): Promise<void> {
  const { overlaps, words } = await page.evaluate(readWords);
  assert.ok(words > 5, `${page.url()} shows ${words} texts`);
  assert.deepEqual(overlaps, [], `${page.url()} at ${page.viewportSize()?.width} pixels`);
}

/** In the browser: the texts in sight, and those that lie over each other by more than a hair. */
function readWords() {
  interface Piece {
    readonly text: string;
    readonly element: Element;
    readonly box: { left: number; top: number; right: number; bottom: number };
  }
  // What is for the ear, and what opens above the page or stands still over it.
  const apart = ".hidden, .skip, noscript, [popover], .tip, .open-notice, .u-over, option";
  const pieces: Piece[] = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    const element = node.parentElement;
    if (!element || !node.nodeValue?.trim() || element.closest(apart)) continue;
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const { left, top, right, bottom } = range.getBoundingClientRect();
    const box = { left, top, right, bottom };
    for (let around: Element | null = element; around; around = around.parentElement) {
      if (around === document.body || getComputedStyle(around).overflow === "visible") continue;
      const clip = around.getBoundingClientRect();
      box.left = Math.max(box.left, clip.left);
      box.top = Math.max(box.top, clip.top);
      box.right = Math.min(box.right, clip.right);
      box.bottom = Math.min(box.bottom, clip.bottom);
    }
    if (box.right - box.left < 1 || box.bottom - box.top < 1) continue;
    pieces.push({ text: node.nodeValue.trim(), element, box });
  }
  const overlaps: string[] = [];
  pieces.forEach(({ text, element, box }, index) => {
    for (const other of pieces.slice(index + 1)) {
      const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
      const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
      // Lines of one paragraph touch where it wraps within a box.
      const isOneParagraph = element.closest("p, li, td, th, label") ===
          other.element.closest("p, li, td, th, label") && element.closest("p, li, td, th, label") !== null;
      if (across > 3 && down > 5 && !isOneParagraph) overlaps.push(`“${text}” and “${other.text}”`);
    }
  });
  return { words: pieces.length, overlaps };
}

/** Fails where the sign of a number stands behind it, as it does in a text from right to left that does not keep them together. */
export async function assertSignsFirst(page: Page): Promise<void> {
  assert.deepEqual(await page.evaluate(readTrailingSigns), [], page.url());
}

/** In the browser: numbers in sight whose sign stands to the right of their digits. */
function readTrailingSigns(): string[] {
  const trailing: string[] = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const placeOf = (node: Node, index: number) => {
    const range = document.createRange();
    range.setStart(node, index);
    range.setEnd(node, index + 1);
    return range.getBoundingClientRect();
  };
  while (texts.nextNode()) {
    const node = texts.currentNode;
    const text = node.nodeValue ?? "";
    if (!/^[−+]\D{0,3}\d/.test(text)) continue;
    const [sign, digit] = [placeOf(node, 0), placeOf(node, text.search(/\d/))];
    if (sign.width > 0 && sign.left > digit.left) trailing.push(text);
  }
  return trailing;
}
