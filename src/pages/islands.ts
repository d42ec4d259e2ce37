import { type ComponentChildren, type ComponentType, h, isValidElement, type VNode } from "preact";
import { Signal } from "@preact/signals";
import { comment } from "./comment.ts";
import type { Script } from "./manifest.ts";
import { currentRender, type IslandRegistry, type Props, type RenderState } from "./render_state.ts";
import { SlotReference } from "./serialize.ts";

/** @param islands `component` as the island's file exports it, `script` the one that holds it */
export function createIslandRegistry(
  boot: Script,
  islands: Iterable<{ name: string; component: ComponentType<Props>; script: Script }>,
): IslandRegistry {
  const marked = new Map<unknown, ComponentType<Props>>();
  for (const { name, component, script } of islands) {
    marked.set(component, markedIsland(name, component, script));
  }
  return { boot, marked };
}

/** Holds no request's state: an element kept in a constant is rendered again by later requests. */
function markedIsland(name: string, component: ComponentType<Props>, script: Script): ComponentType<Props> {
  return function Island(props) {
    const render = currentRender();
    if (render === null || render.inside === "island") return h(component, props);
    const { sent, shown } = splitSlots(props, render);
    const index = render.roots.push({ name, script, props: sent }) - 1;
    return [
      h(Boundary, { entering: "island", mark: `island:${index}` }),
      withIdScope(h(component, shown), `i${index}`),
      h(Boundary, { entering: "page", mark: "/island" }),
    ];
  };
}

/** `useId` counts from the nearest element with a mask: so in each island alike here and in the browser. */
function withIdScope<P>(element: VNode<P>, scope: string): VNode<P> {
  return Object.assign(element, { __m: [scope, 0] });
}

/**
 * JSX given to an island is rendered here, once, and never sent.
 * @returns the props to send, with references in place of JSX, and the props to render with
 */
function splitSlots(props: Props, render: RenderState): { sent: Props; shown: Props } {
  const sent: Props = {};
  const shown: Props = {};
  for (const [name, value] of Object.entries(props)) {
    sent[name] = shown[name] = value;
    if (!isJsx(value)) continue;
    const id = render.nextSlot++;
    render.waitingSlots.set(id, value);
    sent[name] = new SlotReference(id);
    shown[name] = h(Slot, { id });
  }
  return { sent, shown };
}

function isJsx(value: unknown): value is ComponentChildren {
  if (Array.isArray(value)) return value.some(isJsx);
  return !(value instanceof Signal) && isValidElement(value);
}

/** `<slot>` outside a shadow tree is an ordinary element that browsers lay out as if it were not there. */
function Slot({ id }: { id: number }): ComponentChildren {
  return [h("slot", { "data-slot": id }, slotContent(id)), h(Boundary, { entering: "island" })];
}

function slotContent(id: number): VNode<{ id: number }> {
  return withIdScope(h(SlotContent, { id }), `s${id}`);
}

function SlotContent({ id }: { id: number }): ComponentChildren {
  const waiting = currentRender()?.waitingSlots;
  if (waiting?.has(id) !== true) {
    throw new Error(
      "Cannot show the same JSX twice in an island: it is the page's, and is moved, not copied",
    );
  }
  const content = waiting.get(id);
  waiting.delete(id);
  return [h(Boundary, { entering: "page" }), content];
}

/** Slots that no island shows yet, out of sight until one does. */
export function WaitingSlots(): ComponentChildren {
  const id = currentRender()?.waitingSlots.keys().next().value;
  if (id === undefined) return null;
  return [h("template", { id: `slot-${id}` }, slotContent(id)), h(WaitingSlots, null)];
}

/** Elements are rendered in document order, so what comes after this is inside what it enters. */
function Boundary({ entering, mark }: { entering: "page" | "island"; mark?: string }): ComponentChildren {
  const render = currentRender();
  if (render !== null) render.inside = entering;
  return mark === undefined ? null : comment(mark);
}
