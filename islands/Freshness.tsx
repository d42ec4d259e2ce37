import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { type Freshness as State, freshnessOf } from "../src/dashboard/source.ts";

interface FreshnessProps {
  /** How old the oldest figures were when the page was made. */
  readonly ageSeconds: number;
  /** Up to when every change is in the figures. */
  readonly detail: string;
  readonly names: Readonly<Record<State | "offline", string>>;
  readonly refresh: string;
}

const lookEverySeconds = 15;

/** The quiet mark in the header: how fresh the page's figures are, as time passes and connections go. */
export default function Freshness({ ageSeconds, detail, names, refresh }: FreshnessProps): JSX.Element {
  const state = useSignal<State | "offline">(freshnessOf(ageSeconds));
  const isOld = useSignal(false);
  useEffect(() => {
    const look = () => {
      // Since this page was opened: the two clocks, the server's and this one's, need not agree.
      const age = ageSeconds + performance.now() / 1000;
      state.value = navigator.onLine ? freshnessOf(age) : "offline";
      isOld.value = navigator.onLine && state.value !== freshnessOf(ageSeconds);
    };
    look();
    const timer = setInterval(look, lookEverySeconds * 1000);
    const events = ["online", "offline", "visibilitychange"] as const;
    for (const name of events) addEventListener(name, look);
    return () => {
      clearInterval(timer);
      for (const name of events) removeEventListener(name, look);
    };
  }, []);
  const name = names[state.value];
  return (
    <p class={`freshness ${state.value}`} title={detail}>
      <span role="status">
        {isOld.value ? <a href="" aria-label={`${name}. ${refresh}`}>{name}</a> : name}
      </span>
    </p>
  );
}
