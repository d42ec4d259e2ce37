/** Tokens that must be refused, after the ideas of Project Wycheproof's JWS vectors and RFC 8725; and those that hold. */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import {
  CompactSign,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from "jose";
import { UnauthenticatedError, UnavailableError } from "../base/errors.ts";
import { createVerifier, signToken, type TokenSettings } from "./tokens.ts";

const secret = "a secret that has thirty-two bytes";
const now = Date.parse("2026-01-01T00:00:00Z");
const seconds = now / 1000;
const settings: TokenSettings = { secret, jwksUrl: undefined, issuer: "laneway", audience: "shop" };
const claims = {
  iss: "laneway",
  aud: "shop",
  sub: "warehouse",
  jti: "token-1",
  role: "analyst",
  iat: seconds,
  exp: seconds + 60,
};
const verify = createVerifier(settings, () => now);

const key = new TextEncoder().encode(secret);
const encode = (value: unknown) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
/** Signed as it stands, whatever it says: no library makes these. */
function forge(header: unknown, payload: unknown, by: string | Uint8Array = key, hash = "sha256"): string {
  const signed = `${encode(header)}.${encode(payload)}`;
  return `${signed}.${createHmac(hash, by).update(signed).digest("base64url")}`;
}
const hs = { alg: "HS256", typ: "JWT" };
const without = (name: keyof typeof claims): JWTPayload => {
  const { [name]: _, ...rest } = claims;
  return rest;
};
const [head, body, signature] = forge(hs, claims).split(".") as [string, string, string];

Deno.test("a token of ours holds, and says who bears it", async () => {
  const token = await signToken(settings, { jti: "a", subject: "crm", role: "viewer", ttlSeconds: 60 }, now);
  const { jti, subject, role, expiresAt } = await verify(token);
  assert.deepEqual({ jti, subject, role, expiresAt }, {
    jti: "a",
    subject: "crm",
    role: "viewer",
    expiresAt: now + 90_000,
  });
  assert.equal((await verify(forge(hs, claims))).role, "analyst");
  assert.equal(
    (await verify(forge({ alg: "HS256", kid: "../../dev/null" }, { ...claims, aud: ["other", "shop"] }))).jti,
    "token-1",
  );
});

const refused: readonly [what: string, token: string][] = [
  ["no token", ""],
  ["garbage", "a.b.c"],
  ["no signature", `${head}.${body}.`],
  ["no signature and no dot", `${head}.${body}`],
  ["a signature cut short", `${head}.${body}.${signature.slice(0, 20)}`],
  ["a signature of zeros", `${head}.${body}.${Buffer.alloc(32).toString("base64url")}`],
  [
    "a signature with a byte more",
    `${head}.${body}.${
      Buffer.concat([Buffer.from(signature, "base64url"), Buffer.alloc(1)]).toString("base64url")
    }`,
  ],
  ["another payload under the signature", `${head}.${encode({ ...claims, role: "admin" })}.${signature}`],
  ["another header under the signature", `${encode({ ...hs, kid: "1" })}.${body}.${signature}`],
  ["padding", `${head}.${body}.${signature}=`],
  ["the other base64", `${head}.${body}.${signature.replaceAll("-", "+").replaceAll("_", "/")}+`],
  ["a space", `${head}.${body}.${signature} `],
  ["a line break inside", `${head}.\n${body}.${signature}`],
  ["a fourth part", `${head}.${body}.${signature}.`],
  ["five parts, as encrypted ones have", `${head}.${body}.${signature}.${body}.${signature}`],
  ["JSON instead", JSON.stringify({ protected: head, payload: body, signature })],
  ["another secret", forge(hs, claims, "another secret of thirty-two bytes")],
  ["no secret", forge(hs, claims, "")],
  ...["none", "None", "NONE", "nOnE", "", "HS256 ", "hs256", "HS1", "HS384", "HS512", "A128KW", "dir"].map(
    (alg): [string, string] => [`algorithm ${JSON.stringify(alg)}`, forge({ ...hs, alg }, claims)],
  ),
  ["no algorithm", forge({ typ: "JWT" }, claims)],
  ["an algorithm that is no text", forge({ alg: ["HS256"] }, claims)],
  ["HS512 that is true", forge({ alg: "HS512" }, claims, key, "sha512")],
  ["an unsecured token", new UnsecuredJWT(claims).encode()],
  ["an unsecured token with a signature", new UnsecuredJWT(claims).encode() + signature],
  ["an algorithm of published keys, where there are none", forge({ alg: "RS256" }, claims)],
  ...["jwk", "jku", "x5u", "x5c", "crit", "b64", "zip", "cty", "enc", "epk", "nonce", "__proto__x"].map(
    (
      name,
    ): [string, string] => [
      `header ${name}`,
      forge({ ...hs, [name]: name === "crit" ? ["exp"] : "x" }, claims),
    ],
  ),
  ["a payload that is no JSON", forge(hs, "exp")],
  ["a payload that is an array", forge(hs, [claims])],
  ["a header that is no JSON", forge("HS256", claims)],
  ["a header that is null", forge("null", claims)],
  ...(["exp", "aud", "iss", "jti", "sub", "role"] as const).map((
    name,
  ): [string, string] => [`no ${name}`, forge(hs, without(name))]),
  ["exp as a text", forge(hs, { ...claims, exp: String(claims.exp) })],
  ["exp that is null", forge(hs, { ...claims, exp: null })],
  ["an end 30 seconds ago", forge(hs, { ...claims, exp: seconds - 30 })],
  ["a beginning 31 seconds ahead", forge(hs, { ...claims, nbf: seconds + 31 })],
  ["another audience", forge(hs, { ...claims, aud: "shop2" })],
  ["no audience of several", forge(hs, { ...claims, aud: [] })],
  ["another issuer", forge(hs, { ...claims, iss: "laneway/" })],
  ["an issuer in a list", forge(hs, { ...claims, iss: ["laneway"] })],
  ["jti that is no text", forge(hs, { ...claims, jti: 7 })],
  ["an empty jti", forge(hs, { ...claims, jti: "" })],
  ["a role that is none", forge(hs, { ...claims, role: "root" })],
  ["roles in a list", forge(hs, { ...claims, role: ["admin"] })],
  ["a role of prototypes", forge(hs, { ...claims, role: "constructor" })],
  ["an embed that is typed as an API token", forge(hs, { ...claims, role: "embed" })],
  ["an API token that is typed as an embed", forge({ ...hs, typ: "embed+jwt" }, claims)],
  // What is revoked is remembered for as long as a token may hold.
  ["an end in more than a year", forge(hs, { ...claims, exp: seconds + 365 * 86_400 + 31 })],
  ["an end that no clock reaches", forge(hs, { ...claims, exp: Number.MAX_SAFE_INTEGER })],
  [
    "an embed that ends in more than a day",
    forge({ ...hs, typ: "embed+jwt" }, { ...claims, role: "embed", exp: seconds + 86_431 }),
  ],
  ["more than 8 kB", forge(hs, { ...claims, more: "x".repeat(9_000) })],
];

for (const [what, token] of refused) {
  Deno.test(`refused: ${what}`, async () => {
    await assert.rejects(verify(token), (error: Error) => {
      assert.ok(error instanceof UnauthenticatedError, String(error));
      assert.match(error.message, /^Cannot accept the token: /);
      // What is refused is not repeated whole, and never the secret.
      assert.ok(!error.message.includes(secret) && error.message.length < 200);
      return true;
    });
  });
}

Deno.test("clocks may differ by half a minute, and no more", async () => {
  await verify(forge(hs, { ...claims, exp: seconds - 29, nbf: seconds + 30 }));
  await assert.rejects(verify(forge(hs, { ...claims, exp: seconds - 31 })), /it has expired/);
});

interface Published extends AsyncDisposable {
  readonly verify: (token: string) => ReturnType<typeof verify>;
  readonly sign: (header: JWTHeaderParameters, payload?: JWTPayload) => Promise<string>;
  readonly pem: string;
  readonly jwk: Awaited<ReturnType<typeof exportJWK>>;
}

/** Keys on a server of their own, as identity providers publish them. */
async function published(alg: string): Promise<Published> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...await exportJWK(publicKey), kid: "one", alg, use: "sig" };
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    () => Response.json({ keys: [jwk] }),
  );
  const jwksUrl = `http://127.0.0.1:${server.addr.port}/keys`;
  return {
    verify: createVerifier({ ...settings, jwksUrl }, () => now),
    sign: (header, payload = claims) => new SignJWT(payload).setProtectedHeader(header).sign(privateKey),
    pem: await exportSPKI(publicKey),
    jwk,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

for (const alg of ["RS256", "ES256", "EdDSA"]) {
  Deno.test(`${alg} holds by the key that its issuer publishes, and by no other`, async () => {
    await using issuer = await published(alg);
    assert.equal((await issuer.verify(await issuer.sign({ alg, kid: "one" }))).role, "analyst");
    assert.equal((await issuer.verify(await issuer.sign({ alg }))).role, "analyst");

    const other = await generateKeyPair(alg);
    const signed = (header: JWTHeaderParameters) =>
      new SignJWT(claims).setProtectedHeader(header).sign(other.privateKey);
    const [head, body] = (await issuer.sign({ alg, kid: "one" })).split(".");
    const bad = [
      await signed({ alg, kid: "one" }),
      await signed({ alg, kid: "two" }),
      await signed({ alg, kid: "one", jwk: await exportJWK(other.publicKey) }),
      // The public key, which everyone has, taken for a secret: as text and as its bytes.
      forge({ alg: "HS256", kid: "one" }, claims, issuer.pem),
      forge({ alg: "HS256", kid: "one" }, claims, JSON.stringify(issuer.jwk)),
      `${head}.${body}.${Buffer.alloc(alg === "RS256" ? 256 : 64).toString("base64url")}`,
      `${head}.${body}.AAAA`,
      await issuer.sign({ alg, kid: "one" }, without("exp")),
    ];
    for (const token of bad) await assert.rejects(issuer.verify(token), UnauthenticatedError);
  });
}

Deno.test("algorithms that are not named are not taken, though the key would do", async () => {
  await using issuer = await published("RS256");
  const { privateKey } = await generateKeyPair("PS256");
  const token = await new CompactSign(encodeBytes(claims)).setProtectedHeader({ alg: "PS256", kid: "one" })
    .sign(privateKey);
  await assert.rejects(issuer.verify(token), /its algorithm is not taken here/);
});

Deno.test("a signature in DER, as other libraries write it, is refused", async () => {
  await using issuer = await published("ES256");
  const [head, body, signature = ""] = (await issuer.sign({ alg: "ES256", kid: "one" })).split(".");
  const raw = Buffer.from(signature, "base64url");
  const integer = (bytes: Uint8Array) => Buffer.concat([Buffer.from([2, 33, 0]), bytes]);
  const der = Buffer.concat([Buffer.from([48, 70]), integer(raw.subarray(0, 32)), integer(raw.subarray(32))]);
  await assert.rejects(issuer.verify(`${head}.${body}.${der.toString("base64url")}`), UnauthenticatedError);
});

Deno.test("where the issuer's keys cannot be read, that is no fault of the token", async () => {
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    () => new Response("", { status: 500 }),
  );
  const { port } = server.addr;
  const verify = createVerifier({ ...settings, jwksUrl: `http://127.0.0.1:${port}/` }, () => now);
  const { privateKey } = await generateKeyPair("ES256");
  const token = await new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid: "one" }).sign(privateKey);
  await assert.rejects(verify(token), UnavailableError);
  await server.shutdown();
  await assert.rejects(verify(token), UnavailableError);
});

function encodeBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
