import type { ComponentChildren, JSX } from "preact";
import { CsvLink } from "./csv_link.tsx";
import { ShareLink } from "./share_link.tsx";

interface PanelProps {
  readonly id: string;
  readonly title: string;
  /** What to know about the figures, beside the title. */
  readonly aside?: ComponentChildren;
  /** How fresh they are. */
  readonly source?: ComponentChildren;
  readonly csv?: string | undefined;
  /** Has it as a picture. */
  readonly picture?: ComponentChildren;
  /** Where it is shared. */
  readonly share?: string | undefined;
  /** Where there is more of it. */
  readonly more?: { readonly href: string; readonly text: string } | undefined;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** A part of a page, with a heading of its own. */
export function Panel(props: PanelProps): JSX.Element {
  const { id, title, aside, source, csv, picture, share, more, children } = props;
  return (
    <section class={`panel ${props.class ?? ""}`} aria-labelledby={id}>
      <div class="panel-head">
        <div class="panel-title">
          <h2 id={id}>{title}</h2>
          {source}
        </div>
        {(more || csv || picture || share) && (
          <p class="panel-links">
            {more && <a href={more.href}>{more.text}</a>}
            {picture}
            {share && <ShareLink href={share} name={title} />}
            {csv && <CsvLink href={csv} name={title} />}
          </p>
        )}
        {aside && <p class="panel-aside quiet">{aside}</p>}
      </div>
      {children}
    </section>
  );
}
