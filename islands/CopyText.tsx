import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";

interface CopyTextProps {
  readonly label: string;
  readonly text: string;
  readonly texts: { readonly copy: string; readonly copied: string; readonly copyByHand: string };
}

/** A text to take along, whole: with a button, or selected by it where the browser lets no page copy. */
export default function CopyText({ label, text, texts }: CopyTextProps): JSX.Element {
  const said = useSignal("");
  const field = useRef<HTMLTextAreaElement>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      said.value = texts.copied;
    } catch {
      field.current?.select();
      said.value = texts.copyByHand;
    }
  };
  return (
    <div class="copy-text">
      <label>
        <span>{label}</span>
        <textarea ref={field} readOnly rows={6} dir="ltr">{text}</textarea>
      </label>
      <p>
        <button type="button" class="button" onClick={copy}>{texts.copy}</button>
        <span role="status">{said.value}</span>
      </p>
    </div>
  );
}
