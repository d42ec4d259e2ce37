import type { ComponentChildren, ComponentType, VNode } from "preact";
import type { Script } from "./manifest.ts";

export type Props = Record<string, unknown>;

/** The islands of an app. */
export interface IslandRegistry {
  /** What to render in place of an island's component, so that the browser finds the island. */
  readonly marked: ReadonlyMap<unknown, ComponentType<Props>>;
  /** The script that revives them. */
  readonly boot: Script;
}

/** What one rendering of a document gathers on its way. */
export interface RenderState {
  readonly islands: IslandRegistry;
  readonly nonce: string;
  /** The islands met so far, in document order, with the props to send. */
  readonly roots: { name: string; script: Script; props: Props }[];
  /** JSX given to islands and not shown by them yet, by number. */
  readonly waitingSlots: Map<number, ComponentChildren>;
  nextSlot: number;
  /** Whose elements are being rendered: an island inside an island is an ordinary component. */
  inside: "page" | "island";
  /** Which of `html`, `head` and `body` came by as elements. */
  readonly parts: Set<string>;
  /** The children of `<head>`, rendered last, when it is known what else belongs there. */
  headChildren: ComponentChildren;
  renderingHead: boolean;
  /** What pages add to `<head>`, by what it replaces there. */
  readonly headAdditions: Map<unknown, VNode>;
  /** How many `<Head>` stand around what is being rendered. */
  collecting: number;
}

let current: RenderState | null = null;

/** @returns the state of the rendering under way; null outside of one */
export function currentRender(): RenderState | null {
  return current;
}

/** Runs a rendering. It is synchronous, so no two overlap and a variable is enough to find the one under way. */
export function withRender<T>(state: RenderState, render: () => T): T {
  current = state;
  try {
    return render();
  } finally {
    current = null;
  }
}
