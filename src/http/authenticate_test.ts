import assert from "node:assert/strict";
import type { Bearers } from "../access/bearers.ts";
import type { KnownSession } from "../access/sessions.ts";
import { ForbiddenError, UnauthenticatedError } from "../base/errors.ts";
import { type Principal, scopeOf } from "../base/scope.ts";
import { createAuthenticate } from "./authenticate.ts";

const alice: Principal = { name: "token:alice", scope: scopeOf("viewer") };
const id = "x".repeat(43);

interface Stage {
  readonly isOpen?: boolean;
  readonly bearers?: Partial<Bearers>;
  readonly session?: KnownSession | Promise<KnownSession>;
  readonly waiting?: Promise<void>;
}

function authenticate({ isOpen = false, bearers, session, waiting }: Stage) {
  return createAuthenticate({
    isOpen,
    bearers: { known: () => alice, verify: () => Promise.resolve(alice), ...bearers },
    sessions: {
      begin: () => Promise.resolve(id),
      known: () => session instanceof Promise ? undefined : session,
      find: async () => await session ?? Promise.reject(new UnauthenticatedError("Cannot find this session")),
    },
    revocations: { refresh: () => waiting, has: () => false },
  });
}

const bearer = () => new Request("http://localhost/graphql", { headers: { authorization: "Bearer a" } });
const visit = () => new Request("http://localhost/graphql", { headers: { cookie: `__Host-laneway=${id}` } });
const nobody = (host = "localhost:8000") => new Request(`http://${host}/graphql`);

Deno.test("whom the process knows is told at once, and everyone else the long way", async (t) => {
  const session: KnownSession = {
    session: { userId: "1", email: "a@shop.example", role: "viewer", startedAt: 0 },
    principal: alice,
    hash: "",
  };
  const cases: readonly [name: string, Stage, Request, known: boolean][] = [
    ["a known token", {}, bearer(), true],
    ["a token to be checked", { bearers: { known: () => undefined } }, bearer(), false],
    ["a known session", { session }, visit(), true],
    ["a session to be looked up", { session: Promise.resolve(session) }, visit(), false],
    ["what is revoked is not recent", { waiting: Promise.resolve() }, bearer(), false],
  ];
  for (const [name, stage, request, known] of cases) {
    await t.step(name, async () => {
      const { known: at, caller } = authenticate(stage);
      assert.equal(at(request), known ? alice : undefined);
      assert.equal(await caller(request), alice);
    });
  }
});

Deno.test("what is not known is looked at by the long way alone, once, where that lets it", async () => {
  let checked = 0;
  const verify = () => (checked++, Promise.resolve(alice));
  const { known, caller } = authenticate({ bearers: { known: () => undefined, verify } });
  const request = bearer();
  known(request);
  assert.equal(checked, 0);
  await assert.rejects(
    async () => await caller(request, () => Promise.reject(new TypeError("not now"))),
    /not now/,
  );
  assert.equal(checked, 0);
  await caller(request);
  assert.equal(checked, 1);
  // Whom the process knows, and who brings nothing, does not guess.
  const never = () => Promise.reject(new TypeError("not now"));
  assert.equal(await authenticate({}).caller(bearer(), never), alice);
  assert.throws(() => authenticate({}).caller(nobody(), never), UnauthenticatedError);
});

Deno.test("whoever is refused is not known, and the long way says why", async () => {
  const refuse = () => {
    throw new UnauthenticatedError("Cannot accept the token: it was revoked");
  };
  const cases: readonly [Stage, Request][] = [
    [{ bearers: { known: refuse } }, bearer()],
    [{ bearers: { known: () => undefined, verify: async () => await refuse() } }, bearer()],
    [{}, visit()],
    [{}, nobody()],
  ];
  for (const [stage, request] of cases) {
    const { known, caller } = authenticate(stage);
    assert.equal(known(request), undefined);
    await assert.rejects(async () => await caller(request), UnauthenticatedError);
  }
});

Deno.test("where everyone is let in, only this machine's names are, however often they are asked by", () => {
  const { known, caller } = authenticate({ isOpen: true });
  for (let times = 0; times < 2; times++) {
    for (const host of ["localhost", "localhost:8000", "127.0.0.1:1", "[::1]:8000"]) {
      assert.equal(known(nobody(host))?.scope.role, "admin", host);
    }
    for (const host of ["evil.example", "localhost.evil.example:8000", "10.0.0.7"]) {
      assert.equal(known(nobody(host)), undefined, host);
      assert.throws(() => caller(nobody(host)), ForbiddenError);
    }
  }
});
