/** In the browser: for islands that keep what they show up to date themselves. */
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { freshEvent } from "./page.ts";

/**
 * @param own has `data-own`: the page leaves all that is in it alone
 * @param onFresh is given what the server would show in its place now
 */
export function useFresh(own: RefObject<Element | null>, onFresh: (fresh: Element) => void): void {
  useEffect(() => {
    own.current?.addEventListener(freshEvent, (event) => onFresh((event as CustomEvent<Element>).detail));
  }, []);
}
