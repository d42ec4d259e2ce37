/**
 * Runs `work` once, when the element comes near the visible part of the page: what nobody scrolls to is never loaded.
 * @returns a function that calls it off
 */
export function whenSeen(element: Element, work: () => Promise<void>): () => void {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    work();
  }, { rootMargin: "200px" });
  observer.observe(element);
  return () => observer.disconnect();
}
