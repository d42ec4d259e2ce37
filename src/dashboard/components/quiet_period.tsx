import type { JSX } from "preact";
import { isFiltered } from "../filter.ts";
import type { Loaded } from "../load.ts";
import { daysOf } from "../range.ts";
import { texts } from "../texts.ts";
import { defaultView, hrefOf } from "../view.ts";

interface QuietPeriodProps {
  readonly screen: Pick<Loaded<unknown>, "shop" | "view">;
  /** The page's own address. */
  readonly path: string;
}

/** Where nothing was sold: a way to the last sales, or to those that the filters leave out. */
export function QuietPeriod({ screen: { shop, view }, path }: QuietPeriodProps): JSX.Element {
  if (isFiltered(view.filter)) {
    return (
      <p class="quiet-period">
        <b>{texts.quietFiltered}</b>{" "}
        <a href={hrefOf(path, { ...view, filter: defaultView.filter })}>{texts.quietUnfiltered}</a>
      </p>
    );
  }
  const { to } = daysOf(shop.data, shop.timeZone);
  const range = { period: "custom", from: to.subtract({ months: 1 }).add({ days: 1 }), to } as const;
  return (
    <p class="quiet-period">
      <b>{texts.quietTitle}</b>{" "}
      {texts.quietText(shop.formats.day(shop.data.to.subtract({ microseconds: 1 })))}{" "}
      <a href={hrefOf(path, { ...view, range })}>{texts.quietLink}</a>
    </p>
  );
}
