/** Forms as pages without script send them. */
import { within } from "../base/within.ts";

const longest = 10_000;

/** @returns undefined where the body is no such form, longer than any of ours, or not there in time */
export async function readForm(request: Request, deadlineMs = 10_000): Promise<URLSearchParams | undefined> {
  const type = request.headers.get("content-type") ?? "";
  const length = Number(request.headers.get("content-length") ?? NaN);
  if (!type.startsWith("application/x-www-form-urlencoded") || !(length <= longest)) return undefined;
  try {
    return new URLSearchParams(await within(deadlineMs, request.text(), () => new Error("late")));
  } catch {
    return undefined;
  }
}
