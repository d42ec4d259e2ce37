import { type Signal, useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { asset, IS_BROWSER } from "fresh/runtime";

/** Renders something else in the browser, and grows there, part by part. */
export default function Reader({ count, since }: { count: Signal<number>; since: Date }): JSX.Element {
  const words = useSignal<string[]>([]);
  useEffect(() => {
    import("../words.ts").then((module) => words.value = module.words);
  }, []);
  if (!IS_BROWSER) return <p class="fallback">not yet</p>;
  return (
    <>
      <span class="reader">{count.value * 2} since {since.getTime()} {asset("/styles.css")}</span>
      <Words words={words} />
      <Last words={words} />
    </>
  );
}

function Words({ words }: { words: Signal<string[]> }): JSX.Element {
  return <>{words.value.map((word) => <i key={word}>{word}</i>)}</>;
}

function Last({ words }: { words: Signal<string[]> }): JSX.Element | null {
  const shown = useSignal(false);
  useEffect(() => {
    if (words.value.length > 0) shown.value = true;
  }, [words.value]);
  return shown.value ? <b>last</b> : null;
}
