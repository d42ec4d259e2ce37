import { type ComponentChildren, h, type JSX } from "preact";
import { comment } from "./comment.ts";
import { WaitingSlots } from "./islands.ts";
import { currentRender, type RenderState } from "./render_state.ts";
import { Serializer } from "./serialize.ts";

/** Rendered inside `<head>`: a comment, until the rest of the document tells what else belongs there. */
export function HeadChildren({ children }: { children?: ComponentChildren }): ComponentChildren {
  const render = currentRender();
  if (render === null) return children;
  render.headChildren = children;
  return comment(headMark(render));
}

/** @returns the text of the comment that `<head>` is rendered with */
export function headMark(render: RenderState): string {
  return `head:${render.nonce}`;
}

/** @returns links that have the browser fetch every script of the islands at once */
export function modulePreloads(render: RenderState): JSX.Element[] {
  if (render.roots.length === 0) return [];
  const scripts = [render.islands.boot, ...render.roots.map((root) => root.script)];
  const urls = new Set(scripts.flatMap((script) => [script.url, ...script.imports]));
  return [...urls].map((href) => h("link", { rel: "modulepreload", href, nonce: render.nonce }));
}

/** Rendered inside `<body>`: its children, then what makes their islands live. */
export function BodyChildren({ children }: { children?: ComponentChildren }): ComponentChildren {
  return [children, h(Scripts, null)];
}

/** Comes after everything that may be an island. */
export function Scripts(): ComponentChildren {
  return [h(WaitingSlots, null), h(IslandScripts, null)];
}

function IslandScripts(): ComponentChildren {
  const render = currentRender();
  if (render === null || render.roots.length === 0) return null;
  const urls = [...new Set(render.roots.map((root) => root.script.url))];
  const serializer = new Serializer();
  const roots = render.roots.map(({ name, script, props }) => ({
    script: urls.indexOf(script.url),
    props: serializer.encode(props, `<${name}>`),
  }));
  const data = serializer.finish({ urls, roots });
  return [
    h("script", { id: "islands", type: "application/json", dangerouslySetInnerHTML: { __html: data } }),
    h("script", { type: "module", src: render.islands.boot.url }),
  ];
}
