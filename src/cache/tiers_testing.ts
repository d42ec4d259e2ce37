/** For tests of the tiers: tiers of one process, over a small world. */
import { type Fingerprint, fingerprintOf } from "./envelope.ts";
import type { Patience } from "./shared.ts";
import type { Computed } from "./renewal.ts";
import type { Source } from "./source.ts";
import type { CacheStore } from "./store.ts";
import { createTiers, type Found, type Tiers } from "./tiers.ts";
import { turn, type World } from "./world_testing.ts";

export const tenMinutes = 600_000;

export function brief({ freshness, from }: Found): string {
  return `${freshness} from ${from}`;
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export interface Staged {
  readonly tiers: Tiers;
  readonly source: Source;
  readonly fingerprint: Fingerprint;
}

export interface StageOptions {
  readonly random?: number;
  readonly maxBytes?: number;
  readonly shared?: CacheStore;
  readonly newPatience?: () => Patience;
}

/** @returns tiers of their own, with the primary of a world as their source */
export function stage(
  world: World,
  { random = 0, maxBytes = 1_000_000, shared, ...given }: StageOptions = {},
): Staged {
  const source = world.process().sourceOf(world.primary);
  const fingerprint = fingerprintOf(["test"]);
  const tiers = createTiers({
    ...given,
    maxBytes,
    shared,
    fingerprint,
    now: world.now,
    random: () => random,
    pause: turn,
  });
  return { tiers, source, fingerprint };
}

/** @returns what is computed: a text that lives for a minute */
export function draft(body: string): Extract<Computed, { readonly keep: unknown }> {
  return { keep: { body: bytes(body), ttlMs: 60_000, epoch: "epoch-1", dependencies: [], views: [] } };
}
