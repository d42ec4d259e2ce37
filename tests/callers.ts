/** For tests: who calls a web process that wants to know. */
import { signToken } from "../src/access/tokens.ts";
import { addUser } from "../src/access/users.ts";
import type { Role, UserRole } from "../src/base/scope.ts";
import type { Pool } from "../src/db/pool.ts";

export const tokenSettings = {
  secret: "a secret of tests, of thirty-two bytes and more",
  jwksUrl: undefined,
  issuer: "laneway",
  audience: "laneway",
} as const;

/**
 * @param embed what the token of an embed says that it may ask
 * @returns the header that a bearer of the role sends
 */
export async function bearerOf(role: Role, embed?: unknown): Promise<{ readonly authorization: string }> {
  const token = await signToken(tokenSettings, {
    jti: crypto.randomUUID(),
    subject: role,
    role,
    ttlSeconds: 600,
    claims: { embed },
  });
  return { authorization: `Bearer ${token}` };
}

export const passwordOfAll = "correct horse battery";

/** Adds a user whose password is cheap to check. @returns the e-mail address */
export async function addTestUser(
  pool: Pool,
  role: UserRole,
  email: string = `${role}@shop.example`,
): Promise<string> {
  await addUser(pool, "test", { email, role, password: passwordOfAll }, { N: 2, r: 1, p: 1 });
  return email;
}

/** Sends the form of the sign-in page, as a browser does. */
export function sendSignIn(
  address: string,
  fields: Record<string, string>,
  headers: Record<string, string> = { "sec-fetch-site": "same-origin" },
): Promise<Response> {
  return fetch(`${address}/sign-in`, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers,
    redirect: "manual",
  });
}

/** @returns the header with the cookie that a sign-in gave */
export async function cookieFrom(response: Response): Promise<{ readonly cookie: string }> {
  await response.body?.cancel();
  return { cookie: (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "" };
}
