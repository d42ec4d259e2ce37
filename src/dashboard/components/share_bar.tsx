import type { JSX } from "preact";

/** @param share 0 to 1; anything else is drawn as the nearer of the two */
export function ShareBar({ share }: { share: number }): JSX.Element {
  const percent = Math.min(1, Math.max(0, share)) * 100;
  return (
    <svg class="share-bar" aria-hidden="true">
      <rect width={`${percent.toFixed(1)}%`} height="100%" rx="2" />
    </svg>
  );
}
