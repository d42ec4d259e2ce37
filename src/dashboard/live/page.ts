/** In the browser: has the page made again, and shows what is new in it. */
import { type Basis, readBasis } from "./basis.ts";
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
export async function fetchAgain(signal: AbortSignal): Promise<Document | "signed out"> {
  const { pathname, search } = location;
  const response = await fetch(pathname + search, {
    headers: { accept: "text/html" },
    redirect: "manual",
    signal,
  });
  if (response.type === "opaqueredirect") return "signed out";
  if (!response.ok) throw new Error(`Cannot get the page anew: status ${response.status}`);
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

/** Leads to the sign-in page, which says why, and back here from there. */
export function askToSignIn(): void {
  const { pathname, search } = location;
  location.assign(`/sign-in?ended=yes&next=${encodeURIComponent(pathname + search)}`);
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
