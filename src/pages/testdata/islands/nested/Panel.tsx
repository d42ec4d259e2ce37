import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";

interface PanelProps {
  open: boolean;
  title: ComponentChildren;
  children: ComponentChildren;
}

export default function Panel({ open, title, children }: PanelProps): JSX.Element {
  const [shown, setShown] = useState(open);
  return (
    <section class="panel">
      <button type="button" onClick={() => setShown(!shown)}>{title}</button>
      {shown && <div>{children}</div>}
    </section>
  );
}
