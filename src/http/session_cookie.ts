/** The cookie that holds a session's id: sent over TLS alone, to this host alone, and no script reads it. */
import { generateCookie } from "hono/cookie";
import { parse } from "hono/utils/cookie";
import { longestSessionMs } from "../access/sessions.ts";

const name = "laneway";
const options = { prefix: "host", path: "/", secure: true, httpOnly: true, sameSite: "Lax" } as const;

/** @returns undefined where the request brings none */
export function sessionIdIn({ headers }: Request): string | undefined {
  const cookies = headers.get("cookie");
  return cookies === null ? undefined : parse(cookies, `__Host-${name}`)[`__Host-${name}`];
}

/** @returns the value of Set-Cookie that begins a session in the visitor's browser */
export function cookieOf(id: string): string {
  return generateCookie(name, id, { ...options, maxAge: longestSessionMs / 1000 });
}

/** @returns the value of Set-Cookie that takes it away */
export function noCookie(): string {
  return generateCookie(name, "", { ...options, maxAge: 0 });
}
