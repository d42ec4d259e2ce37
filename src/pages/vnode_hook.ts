import { type ComponentChildren, type ComponentType, h, isValidElement, options, type VNode } from "preact";
import { BodyChildren, HeadChildren } from "./document_parts.ts";
import { Head } from "./head.ts";
import { Additions, redirectHeadElement } from "./head_elements.ts";
import { currentRender, type RenderState } from "./render_state.ts";

/** The hook Preact calls with each element it is about to render, under the name it has in every release. */
const hooks = options as { __b?: (vnode: VNode) => void };

const next = hooks.__b;
hooks.__b = (vnode) => {
  const render = currentRender();
  if (render !== null) prepare(vnode, render);
  next?.(vnode);
};

/** An element kept in a constant comes by again in later requests, so every change must be right for all of them. */
function prepare(vnode: VNode, render: RenderState): void {
  if (redirectHeadElement(vnode, render)) return;
  switch (vnode.type) {
    case Head:
      wrapChildren(vnode, Additions);
      break;
    case "html":
      render.parts.add("html");
      break;
    case "head":
      render.parts.add("head");
      wrapChildren(vnode, HeadChildren);
      break;
    case "body":
      render.parts.add("body");
      wrapChildren(vnode, BodyChildren);
      break;
    case "script":
    case "style":
      addNonce(vnode, render.nonce);
      break;
    default:
      if (render.inside === "page") vnode.type = render.islands.marked.get(vnode.type) ?? vnode.type;
  }
}

function wrapChildren(vnode: VNode, wrapper: ComponentType<{ children?: ComponentChildren }>): void {
  const { children } = vnode.props;
  if (isValidElement(children) && children.type === wrapper) return;
  vnode.props = { ...vnode.props, children: h(wrapper, null, children) };
}

const givenNonce = new WeakSet<VNode>();

function addNonce(vnode: VNode, nonce: string): void {
  if ("nonce" in vnode.props && !givenNonce.has(vnode)) return;
  givenNonce.add(vnode);
  vnode.props = Object.assign({}, vnode.props, { nonce });
}
