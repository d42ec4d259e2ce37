/** Which of the media types we can answer with a client prefers, by its Accept header (RFC 9110, 12.5.1). */

export const jsonTypes = ["application/json", "application/graphql-response+json"] as const;
export type JsonType = (typeof jsonTypes)[number];
export type MediaType = JsonType | "text/html";

interface Range {
  readonly type: string;
  /** 0 to 1; 0 is "not acceptable". */
  readonly quality: number;
}

/**
 * The type of the highest quality; of equals, `application/graphql-response+json` where the client names it, because its
 * status codes say more, otherwise `application/json`, which every client reads.
 * @param accept the header; absent and empty both mean anything
 * @param html whether a page can be had
 * @returns undefined when the client accepts nothing we have
 */
export function negotiate(accept: string | null, html = false): MediaType | undefined {
  const ranges = parseRanges(accept?.trim() || "*/*");
  const candidates: MediaType[] = ["application/json"];
  if (ranges.some((range) => range.type === "application/graphql-response+json")) {
    candidates.unshift("application/graphql-response+json");
  } else {
    candidates.push("application/graphql-response+json");
  }
  if (html) candidates.push("text/html");

  let best: { readonly type: MediaType; readonly quality: number } | undefined;
  for (const type of candidates) {
    const quality = qualityOf(type, ranges);
    if (quality > (best?.quality ?? 0)) best = { type, quality };
  }
  return best?.type;
}

/** The most specific range that covers the type decides. */
function qualityOf(type: MediaType, ranges: readonly Range[]): number {
  const [group] = type.split("/");
  for (const pattern of [type, `${group}/*`, "*/*"]) {
    const range = ranges.find((each) => each.type === pattern);
    if (range) return range.quality;
  }
  return 0;
}

function parseRanges(header: string): Range[] {
  const ranges: Range[] = [];
  for (const part of header.toLowerCase().split(",")) {
    const [type = "", ...parameters] = part.split(";").map((text) => text.trim());
    const charset = parameter(parameters, "charset");
    // Everything here is in UTF-8; a range that wants another encoding covers nothing of ours.
    if (type === "" || (charset !== undefined && charset !== "utf-8" && charset !== "utf8")) continue;
    const quality = Number(parameter(parameters, "q") ?? 1);
    ranges.push({ type, quality: quality >= 0 && quality <= 1 ? quality : 0 });
  }
  return ranges;
}

/** @returns the value of `name=value` among a media type's parameters, without quotes */
export function parameter(parameters: readonly string[], name: string): string | undefined {
  for (const each of parameters) {
    const [key, value] = each.split("=", 2);
    if (key?.trim() === name) return value?.trim().replace(/^"(.*)"$/, "$1");
  }
  return undefined;
}
