/** What a check found out, for a person. */
import { codeOf, messageOf } from "../base/errors.ts";

export interface Finding {
  /** `skipped`: this user may not look. */
  readonly state: "ok" | "warn" | "fail" | "skipped";
  /** What was looked at, in a word or two. */
  readonly what: string;
  /** What there is, and what to do about it. */
  readonly text: string;
}

export function ok(what: string, text: string): Finding {
  return { state: "ok", what, text };
}

export function warn(what: string, text: string): Finding {
  return { state: "warn", what, text };
}

export function fail(what: string, text: string): Finding {
  return { state: "fail", what, text };
}

const insufficientPrivilege = "42501";

/** @returns what `check` finds, or that it cannot tell */
export async function looked(
  what: string,
  check: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await check();
  } catch (error) {
    if (codeOf(error) !== insufficientPrivilege) return [fail(what, messageOf(error))];
    const text = `this user may not look (${messageOf(error)}): run this as the tables' owner to know`;
    return [{ state: "skipped", what, text }];
  }
}

/** @returns such as `12 s`, `3 min`, `5 h` or `2 days` */
export function ageText(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} days`;
}
