import type { ComponentChildren, JSX } from "preact";

interface NoticeProps {
  readonly title: string;
  readonly text: string;
  /** What can be done about it. */
  readonly children?: ComponentChildren;
}

/** Says why a page shows no figures, and what to do. */
export function Notice({ title, text, children }: NoticeProps): JSX.Element {
  return (
    <section class="panel notice">
      <h1>{title}</h1>
      <p>{text}</p>
      {children}
    </section>
  );
}
