/** What `deno task demo` can be told. */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { UsageError } from "../base/errors.ts";

/** Where the demo's orders come from. */
export type DemoData =
  | { readonly kind: "superstore" }
  | { readonly kind: "synthetic"; readonly orders: number }
  | { readonly kind: "file"; readonly path: string };

export interface DemoOptions {
  /** Undefined takes 8000, or the next one that is free. */
  readonly port: number | undefined;
  readonly data: DemoData;
  /** Whether to begin anew, without what earlier demos left. */
  readonly fresh: boolean;
  /** Orders to add a second; 0 adds none. */
  readonly live: number;
  /** The directory that keeps the demos' data. */
  readonly home: string;
}

const usualHome = fileURLToPath(new URL("../../.laneway/", import.meta.url));

export const demoHelp =
  `A shop's dashboard on this machine: Postgres, data, precompute process and web process, nothing to prepare.

Usage: deno task demo [options]

  --data WHAT   superstore (default): four years of a real shop, 5,009 orders
                synthetic: a made-up shop, up to now
                FILE.csv or FILE.csv.gz: your own orders (docs/IMPORT.md)
  --orders N    how many orders the synthetic shop has (default 100000)
  --live N      keep adding N orders a second, so that the page moves; implies --data synthetic
  --port N      where the dashboard listens (default 8000, or the next free one)
  --fresh       begin anew: remove what earlier demos left
  --home DIR    where demos keep their data (default .laneway/ in the project)
  --help        show this

Everything listens on 127.0.0.1 only. Ctrl-C stops it all; the next start takes seconds.
DATABASE_URL, where set, is used instead of a Postgres of the demo's own; it must be empty, or filled by a demo before.
SHOP_TIME_ZONE, SHOP_CURRENCY and SHOP_WEEK_START are as in production.
`;

/**
 * @returns undefined where help was asked for
 * @throws UsageError naming the option that cannot be used
 */
export function parseDemoOptions(args: readonly string[]): DemoOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: "string" },
      orders: { type: "string" },
      live: { type: "string" },
      port: { type: "string" },
      fresh: { type: "boolean" },
      home: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return undefined;
  const live = values.live === undefined ? 0 : whole("--live", values.live, 1, 1000);
  const name = values.data ?? (live > 0 || values.orders !== undefined ? "synthetic" : "superstore");
  if (live > 0 && name !== "synthetic") {
    throw new UsageError(`Cannot add live orders to --data ${name}: --live goes with --data synthetic`);
  }
  if (values.orders !== undefined && name !== "synthetic") {
    throw new UsageError(
      `Cannot choose the number of orders of --data ${name}: --orders goes with --data synthetic`,
    );
  }
  return {
    port: values.port === undefined ? undefined : whole("--port", values.port, 1, 65_535),
    data: dataNamed(name, values.orders),
    fresh: values.fresh ?? false,
    live,
    home: resolve(values.home ?? usualHome),
  };
}

function dataNamed(name: string, orders = "100000"): DemoData {
  if (name === "superstore") return { kind: "superstore" };
  if (name === "synthetic") return { kind: "synthetic", orders: whole("--orders", orders, 1, 20_000_000) };
  if (/\.csv(\.gz)?$/i.test(name)) return { kind: "file", path: name };
  throw new UsageError(`Cannot use --data ${name}: give superstore, synthetic, or a FILE.csv or FILE.csv.gz`);
}

/** @throws UsageError naming the option whose text is no whole number from `least` to `most` */
export function whole(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new UsageError(`Cannot use ${option} ${text}: give a whole number from ${least} to ${most}`);
  }
  return value;
}
