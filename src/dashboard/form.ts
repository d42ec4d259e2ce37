/** Forms as pages without script send them. */

const longest = 10_000;

/** @returns undefined where the body is no such form, or longer than any of ours */
export async function readForm(request: Request): Promise<URLSearchParams | undefined> {
  const type = request.headers.get("content-type") ?? "";
  const length = Number(request.headers.get("content-length") ?? NaN);
  if (!type.startsWith("application/x-www-form-urlencoded") || !(length <= longest)) return undefined;
  return new URLSearchParams(await request.text());
}
