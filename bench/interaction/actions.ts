/** What one does on the pages that a script answers to; links and forms load a page instead. */
import type { Page } from "playwright-core";

export interface Action {
  readonly path: string;
  readonly name: string;
  /** Not measured. */
  prepare?(page: Page): Promise<void>;
  act(page: Page): Promise<void>;
}

const overview = "/?period=12m";
const customers = "/customers?period=12m";

const chartDrawn = (page: Page) => page.locator(".uplot canvas").waitFor();
const open = (name: string) => (page: Page) => page.getByRole("button", { name }).first().click();

export const actions: readonly Action[] = [
  { path: overview, name: "open the period's menu", prepare: chartDrawn, act: open("Period") },
  {
    path: overview,
    name: "close it with Escape",
    prepare: open("Period"),
    act: (page) => page.keyboard.press("Escape"),
  },
  { path: overview, name: "open the filters", prepare: chartDrawn, act: open("Filter") },
  {
    path: overview,
    name: "read the chart with an arrow key",
    prepare: async (page) => {
      await chartDrawn(page);
      await page.getByRole("application").focus();
    },
    act: (page) => page.keyboard.press("ArrowRight"),
  },
  {
    path: overview,
    name: "open the chart's table",
    prepare: chartDrawn,
    act: (page) => page.getByText("Show as a table").click(),
  },
  { path: overview, name: "save the chart as a picture", prepare: chartDrawn, act: open("Save as PNG") },
  {
    path: customers,
    name: "go to the next cell of a heat map",
    prepare: (page) => page.locator("[aria-label='Recency and frequency'] td[data-said]").first().focus(),
    act: (page) => page.keyboard.press("ArrowDown"),
  },
  {
    path: customers,
    name: "save a heat map as a picture",
    act: open("Save as PNG: Recency and frequency"),
  },
  {
    path: "/products?period=12m",
    name: "type into the search of 10,000 products",
    prepare: (page) => page.getByRole("searchbox").focus(),
    act: (page) => page.keyboard.press("a"),
  },
];
