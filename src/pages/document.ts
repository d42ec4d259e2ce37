import { type ComponentChildren, Fragment, h } from "preact";
import { renderToString } from "preact-render-to-string";
import { headMark, modulePreloads, Scripts } from "./document_parts.ts";
import { type IslandRegistry, type RenderState, withRender } from "./render_state.ts";
import "./vnode_hook.ts";

/**
 * Renders a whole document: with its islands' data and script, and without any script where it has no islands.
 * @param content a document with `html`, `head` and `body`, or what belongs into the body of a bare one
 * @param nonce unlike any other's; it is put on every script and style
 */
export function renderDocument(content: ComponentChildren, islands: IslandRegistry, nonce: string): string {
  const render: RenderState = {
    islands,
    nonce,
    roots: [],
    waitingSlots: new Map(),
    nextSlot: 0,
    inside: "page",
    parts: new Set(),
    headChildren: null,
    renderingHead: false,
    headAdditions: new Map(),
    collecting: 0,
  };
  const html = withRender(render, () => {
    const inner = toHtml(content);
    return render.parts.size === 0 ? bareDocument(inner, render) : wholeDocument(inner, render);
  });
  return "<!DOCTYPE html>" + html;
}

function bareDocument(inner: string, render: RenderState): string {
  const precompiled = inner.match(/<(html|head|body)[\s>]/)?.[1];
  if (precompiled !== undefined) throw missingPart(precompiled);
  const body = inner + toHtml(h(Scripts, null));
  return `<html><head><meta charset="utf-8"/>${headHtml(render)}</head><body>${body}</body></html>`;
}

function wholeDocument(html: string, render: RenderState): string {
  for (const part of ["html", "head", "body"]) {
    if (!render.parts.has(part)) throw missingPart(part);
  }
  const head = headHtml(render);
  return html.replace(`<!--${headMark(render)}-->`, () => head);
}

function missingPart(part: string): Error {
  return new Error(
    `Cannot render: the document's <${part}> is missing or precompiled, so islands would stay dead ` +
      `(write one, and keep "${part}" in jsxPrecompileSkipElements of deno.json)`,
  );
}

/** In two steps, because the additions that replace nothing are known only after the first. */
function headHtml(render: RenderState): string {
  render.renderingHead = true;
  const own = toHtml(render.headChildren);
  return own + toHtml([...render.headAdditions.values(), ...modulePreloads(render)]);
}

function toHtml(children: ComponentChildren): string {
  return renderToString(h(Fragment, null, children));
}
