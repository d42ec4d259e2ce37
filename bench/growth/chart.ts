/** A chart as SVG: cost against history, both axes logarithmic, each line named at its end. */

export interface Series {
  readonly name: string;
  readonly colour: string;
  /** In ascending order of x. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface ChartTexts {
  readonly title: string;
  readonly x: string;
  readonly y: string;
}

const size = { width: 860, height: 440 };
const plot = { left: 80, right: 610, top: 64, bottom: 380 };

/** @param series no value of which is 0 or less */
export function drawChart(series: readonly Series[], texts: ChartTexts): string {
  const points = series.flatMap((each) => each.points);
  const xTicks = decades(points.map(({ x }) => x));
  const yTicks = decades(points.map(({ y }) => y));
  const toX = scale(xTicks, plot.left, plot.right);
  const toY = scale(yTicks, plot.bottom, plot.top);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img" ` +
    `font-family="system-ui, sans-serif" font-size="13" fill="#334155">`,
    `<title>${escape(texts.title)}</title>`,
    `<rect width="${size.width}" height="${size.height}" fill="#ffffff"/>`,
    text(plot.left, 28, texts.title, `font-size="17" font-weight="600" fill="#0f172a"`),
    text(plot.left, 48, texts.y),
    text((plot.left + plot.right) / 2, size.height - 16, texts.x, `text-anchor="middle"`),
    ...yTicks.flatMap((tick) => [
      line([[plot.left, toY(tick)], [plot.right, toY(tick)]], "#e2e8f0", 1),
      text(plot.left - 10, toY(tick) + 4, milliseconds(tick), `text-anchor="end"`),
    ]),
    ...xTicks.map((tick) =>
      text(toX(tick), plot.bottom + 22, tick.toLocaleString("en"), `text-anchor="middle"`)
    ),
    ...series.map(({ colour, points }) => line(points.map(({ x, y }) => [toX(x), toY(y)]), colour, 2.5)),
    ...series.flatMap(({ colour, points }) => points.map(({ x, y }) => dot(toX(x), toY(y), colour))),
    ...labelsOf(series, toX, toY),
    "</svg>\n",
  ].join("\n");
}

type Scale = (value: number) => number;

/** What each line is called and comes to, beside its end; from the top down, none over another. */
function labelsOf(series: readonly Series[], toX: Scale, toY: Scale): readonly string[] {
  const ends = series.flatMap(({ name, colour, points }) =>
    points.slice(-1).map(({ x, y }) => ({ name, colour, x: toX(x), y: toY(y), value: y }))
  );
  let free = plot.top;
  return ends.toSorted((one, other) => one.y - other.y).flatMap(({ name, colour, x, y, value }) => {
    const top = Math.max(free, y - 14);
    free = top + 40;
    return [
      text(x + 12, top + 11, name, `fill="${colour}" font-weight="600"`),
      text(x + 12, top + 27, milliseconds(value), `fill="${colour}"`),
    ];
  });
}

function dot(x: number, y: number, colour: string): string {
  return `<circle cx="${round(x)}" cy="${round(y)}" r="4" fill="${colour}"/>`;
}

/** @returns powers of ten around all of the values, two at least */
function decades(values: readonly number[]): readonly number[] {
  const first = Math.floor(Math.log10(Math.min(...values)));
  const last = Math.max(first + 1, Math.ceil(Math.log10(Math.max(...values))));
  return Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index));
}

function scale(ticks: readonly number[], from: number, to: number): Scale {
  const [first, last] = [Math.log10(ticks[0] ?? 1), Math.log10(ticks.at(-1) ?? 10)];
  return (value) => from + (Math.log10(value) - first) / (last - first) * (to - from);
}

function milliseconds(ms: number): string {
  return ms < 1000 ? `${Number(ms.toPrecision(2))} ms` : `${Number((ms / 1000).toPrecision(2))} s`;
}

function line(points: readonly (readonly [number, number])[], colour: string, width: number): string {
  const path = points.map(([x, y]) => `${round(x)},${round(y)}`).join(" ");
  return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="${width}"/>`;
}

function text(x: number, y: number, content: string, attributes = ""): string {
  return `<text x="${round(x)}" y="${round(y)}" ${attributes}>${escape(content)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escape(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
