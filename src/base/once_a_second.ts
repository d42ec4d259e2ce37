/**
 * @param read what many want to know
 * @param now milliseconds that only go forward
 * @returns the same, which is read once a second at most
 */
export function onceASecond<T>(
  read: () => Promise<T>,
  now: () => number = () => performance.now(),
): () => Promise<T> {
  let readAt = -Infinity;
  let latest: Promise<T> | undefined;
  return () => {
    if (!latest || now() - readAt >= 1_000) {
      readAt = now();
      latest = read();
    }
    return latest;
  };
}
