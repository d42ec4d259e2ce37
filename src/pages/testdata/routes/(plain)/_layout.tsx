import type { LayoutConfig, PageProps } from "fresh";
import type { JSX } from "preact";

export const config: LayoutConfig = { skipInheritedLayouts: true, skipAppWrapper: true };

export default ({ Component }: PageProps): JSX.Element => (
  <article>
    <Component />
  </article>
);
