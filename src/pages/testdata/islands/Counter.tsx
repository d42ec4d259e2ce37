import type { Signal } from "@preact/signals";
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { IS_BROWSER } from "fresh/runtime";

export default function Counter({ count, label }: { count: Signal<number>; label: string }): JSX.Element {
  const id = useId();
  return (
    <div class="counter">
      <label for={id}>{label}</label>
      <output id={id}>{count}</output>
      <button type="button" disabled={!IS_BROWSER} onClick={() => count.value++}>Add</button>
    </div>
  );
}
