/** For tests: who calls a web process that wants to know. */
import { signToken } from "../src/access/tokens.ts";
import type { Role } from "../src/base/principal.ts";

export const tokenSettings = {
  secret: "a secret of tests, of thirty-two bytes and more",
  jwksUrl: undefined,
  issuer: "laneway",
  audience: "laneway",
} as const;

/** @returns the header that a bearer of the role sends */
export async function bearerOf(role: Role): Promise<{ readonly authorization: string }> {
  const token = await signToken(tokenSettings, {
    jti: crypto.randomUUID(),
    subject: role,
    role,
    ttlSeconds: 600,
  });
  return { authorization: `Bearer ${token}` };
}
