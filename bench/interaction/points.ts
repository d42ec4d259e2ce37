/** The live chart alone, with far more points than a page has, on a slowed processor. */
import * as esbuild from "esbuild";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import type { Trend, TrendDrawing } from "../../src/dashboard/draw_trend.ts";

interface Kept {
  laneway: {
    drawTrend(
      holder: HTMLElement,
      trend: Trend,
      listener: { onRead(): void; onChoose: undefined },
    ): TrendDrawing;
  };
}

const frames = 120;

/** @returns milliseconds of work for each frame: while one reads from the first point to the last, and while all of them move on */
export async function framesOfPoints(
  browser: Browser,
  points: number,
  slowdown: number,
): Promise<Readonly<Record<"read", readonly number[]> & Record<"moved on", readonly number[]>>> {
  const { outputFiles } = await esbuild.build({
    entryPoints: [fileURLToPath(new URL("../../src/dashboard/draw_trend.ts", import.meta.url))],
    bundle: true,
    format: "iife",
    globalName: "laneway",
    write: false,
    logLevel: "silent",
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    const page = await context.newPage();
    await page.setContent(
      `<style>#holder { width: 1100px; height: 270px; stroke: blue; fill: #00f2; color: white; caret-color: gray }
      .u-over { position: absolute }</style><div id="holder"></div>`,
    );
    await page.addScriptTag({ content: outputFiles[0]?.text ?? "" });
    const protocol = await context.newCDPSession(page);
    await protocol.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    return await page.evaluate(readAndMove, { points, frames });
  } finally {
    await context.close();
  }
}

async function readAndMove({ points, frames }: { readonly points: number; readonly frames: number }) {
  const holder = document.querySelector<HTMLElement>("#holder");
  if (!holder) throw new Error("Cannot draw: nothing holds the chart");
  const trend = (shift: number): Trend => ({
    extent: { bottom: 0, top: 3 },
    points: Array.from({ length: points }, (_, index) => {
      const value = 1.5 + Math.sin((index + shift) / 90) + Math.sin((index + shift) * 12.9898) / 3;
      return { value, text: "", name: "", from: "", to: "", partial: index === points - 1 };
    }),
  });
  const drawing = (globalThis as unknown as Kept).laneway.drawTrend(holder, trend(0), {
    onRead() {},
    onChoose: undefined,
  });
  const timed = async (work: (share: number) => void) => {
    const ms: number[] = [];
    for (let frame = 0; frame < frames; frame++) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const started = performance.now();
      work(frame / (frames - 1));
      // uPlot draws in a microtask.
      await Promise.resolve();
      await Promise.resolve();
      ms.push(performance.now() - started);
    }
    return ms;
  };
  const ready = Array.from({ length: 8 }, (_, step) => trend(step * 40));
  const read = await timed((share) => drawing.show(Math.round(share * (points - 1))));
  const moved = await timed((share) => drawing.update(ready[Math.round(share * 119) % 8] ?? trend(0)));
  return { "read": read, "moved on": moved };
}
