import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { keepFresh } from "../src/dashboard/live/keep_fresh.ts";
import { offerPictures } from "../src/dashboard/picture/offer_pictures.ts";
import { type Freshness as State, freshnessOf } from "../src/dashboard/source.ts";

interface FreshnessProps {
  /** How old the oldest figures were when the page was made. */
  readonly ageSeconds: number;
  /** Up to when every change is in the figures. */
  readonly detail: string;
  readonly names: Readonly<Record<State | "offline", string>>;
  readonly refresh: string;
}

/** The quiet mark in the header, and what it stands for: the page's figures follow what changes. */
export default function Freshness({ ageSeconds, detail, names, refresh }: FreshnessProps): JSX.Element {
  const first = freshnessOf(ageSeconds);
  const state = useSignal<State | "offline">(first);
  const isLeft = useSignal(false);
  const upTo = useSignal(detail);
  useEffect(() =>
    keepFresh(({ isFollowing, shown, sinceMade }) => {
      // Since the page was made, by this clock alone: the server's need not agree with it.
      const byAge = freshnessOf((shown?.ageSeconds ?? ageSeconds) + sinceMade);
      state.value = !navigator.onLine ? "offline" : isFollowing ? "live" : byAge;
      isLeft.value = shown?.isWhole === false || (state.value !== "live" && state.value !== first);
      upTo.value = shown?.detail ?? detail;
    }), []);
  // Of the islands, this is the one that every page has.
  useEffect(offerPictures, []);
  const name = names[state.value];
  return (
    <p class={`freshness ${state.value}`} title={upTo} data-age={ageSeconds}>
      <span role="status">
        {isLeft.value && state.value !== "offline"
          ? <a href="" aria-label={`${name}. ${refresh}`}>{name}</a>
          : name}
      </span>
    </p>
  );
}
