/** In the browser: brings a part of the page up to date, and moves nothing that somebody looks at. */

/** An element that an island keeps up to date itself, `data-own`, with what the server would show there now. */
export type Owned = readonly [own: Element, fresh: Element];

/**
 * Writes what differs into the elements that are there, so that focus, selection and what was opened stay. Where there are other
 * elements than before, they take their places, unless that would move what is in sight.
 * @param owned gets what is left to islands
 * @returns whether the part shows all that `fresh` does, but for what is left to islands
 */
export function patch(old: Element, fresh: Element, owned: Owned[]): boolean {
  copyAttributes(old, fresh);
  const [before, after] = [contentsOf(old), contentsOf(fresh)];
  const isAlike = before.length === after.length &&
    before.every((node, index) => areAlike(node, after[index]));
  if (!isAlike) return replace(old, fresh);
  let isWhole = true;
  before.forEach((node, index) => {
    const next = after[index];
    if (node instanceof Element && next instanceof Element) {
      if (isOwn(node)) owned.push([node, next]);
      else isWhole = patch(node, next, owned) && isWhole;
    } else if (next && node.nodeValue !== next.nodeValue) node.nodeValue = next.nodeValue;
  });
  return isWhole;
}

/** What an island's place is marked with does not count. */
function contentsOf(element: Element): ChildNode[] {
  return [...element.childNodes].filter((node) =>
    node instanceof Element || (node instanceof Text && node.data !== "")
  );
}

function areAlike(node: ChildNode, other: ChildNode | undefined): boolean {
  if (!(node instanceof Element && other instanceof Element)) return node.nodeName === other?.nodeName;
  return node.nodeName === other.nodeName && node.id === other.id && isOwn(node) === isOwn(other);
}

function isOwn(element: Element): boolean {
  return element.hasAttribute("data-own");
}

/** Whoever looks at the page opens, closes and walks through it. */
const visitors = ["open", "tabindex"];

function copyAttributes(old: Element, fresh: Element): void {
  for (const { name, value } of fresh.attributes) {
    if (!visitors.includes(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const name of old.getAttributeNames()) {
    if (!visitors.includes(name) && !fresh.hasAttribute(name)) old.removeAttribute(name);
  }
}

function replace(old: Element, fresh: Element): boolean {
  // Islands that go would leave their work behind, and those that come would never begin theirs.
  const hasIslands = [old, fresh].some((part) => part.querySelector("[data-own]"));
  if (hasIslands || old.contains(document.activeElement)) return false;
  const { top, bottom, height } = old.getBoundingClientRect();
  const isInSight = !document.hidden && bottom > 0 && top < innerHeight;
  const kept = [...old.childNodes];
  old.replaceChildren(...fresh.cloneNode(true).childNodes);
  if (!isInSight || old.getBoundingClientRect().height === height) return true;
  old.replaceChildren(...kept);
  return false;
}
