import { Component, type ComponentType, type ContainerNode, h, type JSX, render } from "preact";
import { revive } from "./revive.ts";

/** An island's place in the document. */
interface Root {
  readonly index: number;
  readonly nodes: readonly ChildNode[];
  readonly end: ChildNode;
}

interface Islands {
  readonly urls: readonly string[];
  readonly roots: readonly { script: number; props: Record<string, unknown> }[];
}

function mountAll(container: Node): void {
  for (const root of findRoots(container)) {
    const island = islands.roots[root.index];
    scripts[island?.script ?? -1]?.then((module) => {
      // A task for each, so that the browser can answer its user in between.
      setTimeout(() => mount(h(module.default, island?.props ?? null), root));
    }, reportError);
  }
}

/** All of them before any is mounted: an island may grow into what a neighbour takes for its own. */
function findRoots(container: Node): Root[] {
  const comments: Comment[] = [];
  const walker = document.createTreeWalker(container, NodeFilter.SHOW_COMMENT);
  while (walker.nextNode()) comments.push(walker.currentNode as Comment);
  const roots: Root[] = [];
  const open: Comment[] = [];
  for (const comment of comments) {
    if (comment.data.startsWith("island:")) open.push(comment);
    if (comment.data !== "/island") continue;
    const start = open.pop();
    if (start?.parentNode !== comment.parentNode) {
      reportError(
        new Error(
          `Cannot revive ${start?.data}: the browser moved its HTML, which is not valid where it stands`,
        ),
      );
      continue;
    }
    const nodes: ChildNode[] = [];
    for (let node = start.nextSibling; node && node !== comment; node = node.nextSibling) nodes.push(node);
    // Preact steps over comments when it looks for where to insert, and would leave the island; not over a text.
    const end = new Text();
    comment.replaceWith(end);
    roots.push({ index: Number(start.data.slice("island:".length)), nodes, end });
  }
  return roots;
}

/** Rendered rather than hydrated, so that whatever an island does differently in the browser takes effect. */
function mount(vnode: JSX.Element, { index, nodes, end }: Root): void {
  const container = {
    nodeType: 1,
    namespaceURI: end.parentElement?.namespaceURI,
    childNodes: nodes,
    firstChild: nodes[0],
    insertBefore: (node: Node, before?: Node | null) => end.parentNode?.insertBefore(node, before ?? end),
  };
  Object.assign(vnode, { __m: [`i${index}`, 0] });
  render(vnode, container as unknown as ContainerNode);
  const used = new Set<unknown>();
  collectNodes(vnode, used);
  for (const node of nodes) if (!used.has(node)) node.remove();
}

/** The names are those every release of Preact gives an element's rendered children and its node. */
interface RenderedVNode {
  __k?: (RenderedVNode | null)[] | null;
  __e?: Node | null;
  type?: unknown;
}

function collectNodes(vnode: RenderedVNode, into: Set<unknown>): void {
  if (typeof vnode.type !== "function") into.add(vnode.__e);
  else for (const child of vnode.__k ?? []) if (child) collectNodes(child, into);
}

/** Where the nodes of the JSX given to an island are, once the island has shown it. */
const holders = new Map<number, Node>();

/** Shows JSX of the page inside an island by moving its nodes, so that islands among them stay alive. */
class Slot extends Component<{ id: number }> {
  override shouldComponentUpdate(): boolean {
    return false;
  }

  render({ id }: { id: number }): JSX.Element {
    const holder = holders.get(id) ?? document.querySelector(`slot[data-slot="${id}"]`) ?? hiddenContent(id);
    // Now, because Preact is about to clear the element.
    const nodes = [...holder?.childNodes ?? []];
    const show = (element: HTMLElement | null) => {
      if (element === null) return;
      element.append(...nodes);
      if (holder instanceof DocumentFragment) mountAll(element);
      holders.set(id, element);
    };
    return h("slot", { "data-slot": id, ref: show });
  }
}

function hiddenContent(id: number): DocumentFragment | undefined {
  return document.querySelector<HTMLTemplateElement>(`#slot-${id}`)?.content;
}

const data = document.getElementById("islands")?.textContent ?? "";
const islands = revive(data, (id) => h(Slot, { id })) as Islands;
// All are asked for at once, to load side by side.
const scripts = islands.urls.map((url): Promise<{ default: ComponentType }> => import(url));
mountAll(document.body);
