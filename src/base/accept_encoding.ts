/** Which compression a client prefers, by its Accept-Encoding header (RFC 9110, 12.5.3). */

/** Those we compress with, the one that makes texts smallest first, and none. */
export const encodings = ["br", "gzip", "identity"] as const;
export type Encoding = (typeof encodings)[number];

// Where it is not named, it is the last resort, and nothing says that it is refused.
const unnamedIdentity = 0.0001;

/**
 * @param header absent means that the client did not think of compression
 * @returns the encoding of the highest quality, of equals the one that makes texts smallest; identity where all are refused
 */
export function chooseEncoding(header: string | null): Encoding {
  if (!header) return "identity";
  const qualities = new Map(header.toLowerCase().split(",").map(qualityOf));
  const any = qualities.get("*");
  let best: { readonly encoding: Encoding; readonly quality: number } | undefined;
  for (const encoding of encodings) {
    const unnamed = any ?? (encoding === "identity" ? unnamedIdentity : 0);
    const quality = qualities.get(encoding) ?? (encoding === "gzip" ? qualities.get("x-gzip") : undefined) ??
      unnamed;
    if (quality > (best?.quality ?? 0)) best = { encoding, quality };
  }
  return best?.encoding ?? "identity";
}

function qualityOf(part: string): [coding: string, quality: number] {
  const [coding = "", weight] = part.split(";").map((text) => text.trim());
  const quality = Number(/^q\s*=\s*([\d.]+)$/.exec(weight ?? "q=1")?.[1]);
  return [coding, quality >= 0 && quality <= 1 ? quality : 0];
}
