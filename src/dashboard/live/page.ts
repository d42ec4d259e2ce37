/** In the browser: has the page made again, and shows what is new in it. */
import type { Basis } from "../../base/tidings.ts";
import { readBasis } from "./basis.ts";
import { type Owned, patch } from "./patch.ts";

/** What a page tells of its figures. */
export interface Shown {
  readonly basis: Basis | undefined;
  /** How old the oldest were when it was made. */
  readonly ageSeconds: number;
  /** Up to when every change is in them. */
  readonly detail: string;
  /** Whether all of it is shown: what would move the page waits until nobody looks. */
  readonly isWhole: boolean;
}

/** What an island's element is told when it is to be brought up to date: `detail` is the one that the server would show. */
export const freshEvent = "fresh";

const [figures, mark] = ["#figures", ".freshness"];
const signIn = "/sign-in";

/** @returns what the figures of the page rest on */
export function shownBasis(): Basis | undefined {
  return basisIn(document);
}

function basisIn(page: Document): Basis | undefined {
  return readBasis(page.querySelector<HTMLElement>(figures)?.dataset.basis);
}

/**
 * @returns the page as it is now; "signed out" where it is not to be seen any longer
 * @throws where it cannot be had
 */
export function fetchAgain(signal: AbortSignal): Promise<Document | "signed out"> {
  return new Promise((resolve, reject) => {
    // It makes a document of what it gets, which nothing else may do under the page's policy.
    const request = new XMLHttpRequest();
    request.open("GET", location.pathname + location.search);
    request.responseType = "document";
    request.setRequestHeader("accept", "text/html");
    request.onload = () => {
      const { status, responseURL, responseXML } = request;
      if (new URL(responseURL).pathname === signIn) resolve("signed out");
      else if (status === 200 && responseXML) resolve(responseXML);
      else reject(new Error(`Cannot get the page anew: status ${status}`));
    };
    request.onerror = () => reject(new Error("Cannot get the page anew: there is no answer"));
    request.onabort = () => reject(signal.reason);
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send();
  });
}

/** Leads to the sign-in page, which says why, and back here from there. */
export function askToSignIn(): void {
  const { pathname, search } = location;
  location.assign(`${signIn}?ended=yes&next=${encodeURIComponent(pathname + search)}`);
}

/** @param page may be shown again, once nobody looks */
export function showPage(page: Document): Shown {
  const owned: Owned[] = [];
  const [old, fresh] = [document, page].map((each) => each.querySelector(figures));
  const isWhole = !!old && !!fresh && patch(old, fresh, owned);
  for (const [own, detail] of owned) own.dispatchEvent(new CustomEvent(freshEvent, { detail }));
  const marked = page.querySelector<HTMLElement>(mark);
  return {
    basis: basisIn(page),
    ageSeconds: Number(marked?.dataset.age ?? 0),
    detail: marked?.title ?? "",
    isWhole,
  };
}
