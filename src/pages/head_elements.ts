import { type ComponentChildren, h, type JSX, type VNode } from "preact";
import { currentRender, type RenderState } from "./render_state.ts";

const names = new Set(["base", "link", "meta", "script", "style", "title"]);

/** Those made here, to be rendered as they are. */
const final = new WeakSet<VNode>();

interface HeadElementProps {
  name: string;
  attributes: VNode["props"];
}

/**
 * Has an element of `<Head>` or `<head>` rendered where it belongs.
 * @returns whether it is one
 */
export function redirectHeadElement(vnode: VNode, render: RenderState): boolean {
  if (render.collecting === 0 && !render.renderingHead) return false;
  if (typeof vnode.type !== "string" || !names.has(vnode.type) || final.has(vnode)) return false;
  const props: HeadElementProps = { name: vnode.type, attributes: vnode.props };
  Object.assign(vnode, { type: HeadElement, props });
  return true;
}

function HeadElement({ name, attributes }: HeadElementProps): ComponentChildren {
  const element: JSX.Element = h(name, attributes);
  final.add(element);
  const render = currentRender();
  if (render === null) return element;
  const key = replacementKey(element);
  if (render.collecting > 0) {
    render.headAdditions.set(key, element);
    return null;
  }
  const replacement = render.headAdditions.get(key);
  render.headAdditions.delete(key);
  return replacement ?? element;
}

/** @returns what an element shares with the one it replaces; the element itself where it replaces none */
function replacementKey(element: JSX.Element): unknown {
  if (element.type === "title") return "title";
  const name = element.props.name ?? element.props.property;
  return element.type === "meta" && name !== undefined ? `meta ${name}` : element;
}

/** Rendered inside `<Head>`: its children, which find their place later. */
export function Additions({ children }: { children?: ComponentChildren }): ComponentChildren {
  return [h(Collecting, { more: 1 }), children, h(Collecting, { more: -1 })];
}

/** Elements are rendered in document order, so what comes after this and before its counterpart is between them. */
function Collecting({ more }: { more: number }): null {
  const render = currentRender();
  if (render !== null) render.collecting += more;
  return null;
}
