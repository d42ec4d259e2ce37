import assert from "node:assert/strict";
import { UnauthenticatedError, UnavailableError } from "../base/errors.ts";
import { type Principal, scopeOf } from "../base/scope.ts";
import type { Note } from "../cache/knowledge.ts";
import { createSource } from "../cache/source.ts";
import { createLive, type Live, sinceIn } from "./live.ts";
import type { Tidings } from "../base/tidings.ts";

interface Stage extends AsyncDisposable {
  readonly live: Live;
  /** How often the database was asked. */
  asked(): number;
  /** A drain's notes: all that is known from then on. */
  note(...notes: Note[]): void;
  database: "answers" | "fails";
  /** What becomes of those who follow. */
  caller: () => Principal | Promise<Principal>;
  /** Lets a second pass, and looks. */
  second(): Promise<void>;
  pass(ms: number): void;
  stop(): void;
  follow(since?: number): Promise<Response>;
}

const viewer: Principal = { name: "user:a", scope: scopeOf("viewer") };

function stage(mostFollowers?: number): Stage {
  const stop = new AbortController();
  let [now, asked, generation] = [1_000_000, 0, 0];
  let noted: readonly Note[] = [];
  const read = () => {
    asked++;
    if (its.database === "fails") return Promise.reject(new Error("Cannot connect"));
    return Promise.resolve({ epoch: "e", generation, notes: noted, views: new Map(), behindMs: 0 });
  };
  const source = createSource({ name: "primary", read, now: () => now });
  const live = createLive({
    source,
    authenticate: { caller: () => its.caller() },
    stopped: stop.signal,
    ...(mostFollowers !== undefined && { mostFollowers }),
    now: () => now,
  });
  const its: Stage = {
    live,
    asked: () => asked,
    note(...notes) {
      noted = notes;
      generation = Math.max(generation, ...notes.map((note) => note.generation));
    },
    database: "answers",
    caller: () => viewer,
    pass: (ms) => void (now += ms),
    async second() {
      // What is known is old enough then to be read before it is told.
      now += 2_000;
      await live.look();
    },
    stop: () => stop.abort(),
    follow: (since) =>
      live.follow(
        new Request("http://localhost/live", { headers: { cookie: "a=b" } }),
        viewer,
        since === undefined ? undefined : { epoch: "e", generation: since },
      ),
    [Symbol.asyncDispose]: () => Promise.resolve(stop.abort()),
  };
  return its;
}

interface Follower {
  /** @returns the next event; undefined at the end */
  next(): Promise<Tidings | undefined>;
  leave(): Promise<void>;
}

function listen(response: Response): Follower {
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  const reader = (response.body ?? assert.fail("no body")).getReader();
  return {
    async next() {
      const { value } = await reader.read();
      if (value === undefined) return undefined;
      const text = new TextDecoder().decode(value);
      assert.match(text, /^data: .*\n\n$/);
      return JSON.parse(text.slice("data: ".length));
    },
    leave: () => reader.cancel(),
  };
}

const note = (month: string, generation: number): Note => ({ tag: "sales", month, generation });

Deno.test("whoever follows is told what changed since their figures, and from then on what changes", async () => {
  await using its = stage();
  its.note(note("2026-01-01", 3), note("2026-02-01", 5));
  const [behind, upToDate] = [listen(await its.follow(3)), listen(await its.follow(5))];
  assert.deepEqual(await behind.next(), {
    epoch: "e",
    generation: 5,
    noted: true,
    changed: ["sales 2026-02-01"],
    withinMs: 500,
  });
  assert.deepEqual((await upToDate.next())?.changed, []);
  await its.second();
  its.note(note("2026-01-01", 6));
  await its.second();
  for (const follower of [behind, upToDate]) {
    const told = await follower.next();
    assert.deepEqual([told?.generation, told?.changed], [6, ["sales 2026-01-01"]]);
  }
});

Deno.test("the database is asked once for all, and not at all while nobody follows", async () => {
  await using its = stage();
  const followers: Follower[] = [];
  for (let count = 0; count < 100; count++) followers.push(listen(await its.follow()));
  assert.equal(its.asked(), 1);
  its.note(note("2026-01-01", 1));
  await its.second();
  assert.equal(its.asked(), 2);
  const [first] = followers;
  assert.equal((await first?.next())?.withinMs, 500);
  assert.equal((await first?.next())?.withinMs, 1_000);
  for (const follower of followers) await follower.leave();
  assert.equal(its.asked(), 2);
});

Deno.test("an event comes every fifteen seconds, and at once when changes are no longer heard of", async () => {
  await using its = stage();
  const follower = listen(await its.follow());
  await follower.next();
  for (let seconds = 0; seconds < 16; seconds += 2) await its.second();
  assert.deepEqual((await follower.next())?.changed, []);
  its.database = "fails";
  await its.second();
  assert.deepEqual(await follower.next(), {
    epoch: "e",
    generation: 0,
    noted: false,
    changed: [],
    withinMs: 500,
  });
});

Deno.test("a follower ends with their session, another one's stays, and an outage ends nobody's", async () => {
  const cases: readonly [name: string, Stage["caller"], ends: boolean][] = [
    ["revoked", () => Promise.reject(new UnauthenticatedError("Cannot go on")), true],
    ["revoked, known at once", () => {
      throw new UnauthenticatedError("Cannot go on");
    }, true],
    ["another role", () => ({ name: "user:a", scope: scopeOf("analyst") }), true],
    ["nobody can tell", () => Promise.reject(new UnavailableError("Cannot check who calls")), false],
    ["still let in", () => viewer, false],
  ];
  for (const [name, caller, ends] of cases) {
    await using its = stage();
    const follower = listen(await its.follow());
    await follower.next();
    its.caller = caller;
    its.pass(15_000);
    await its.second();
    assert.equal(await follower.next() === undefined, ends, name);
  }
});

Deno.test("one who does not read is dropped, and keeps no more than eight events", async () => {
  await using its = stage();
  const [slow, quick] = [await its.follow(), listen(await its.follow())];
  await quick.next();
  for (let generation = 1; generation <= 10; generation++) {
    its.note(note("2026-01-01", generation));
    await its.second();
    assert.equal((await quick.next())?.generation, generation);
  }
  await assert.rejects(slow.text(), UnavailableError);
});

Deno.test("more than may follow are refused with a word, until one leaves", async () => {
  await using its = stage(2);
  const first = listen(await its.follow());
  await its.follow();
  await assert.rejects(its.follow(), /Cannot follow changes: 2 do already; ask again once a minute/);
  await first.leave();
  await its.follow();
});

Deno.test("who asks for the headers alone takes no follower's place", async () => {
  await using its = stage(1);
  const head = await its.live.follow(
    new Request("http://localhost/live", { method: "HEAD" }),
    viewer,
    undefined,
  );
  assert.deepEqual([head.body, head.headers.get("content-type")], [null, "text/event-stream"]);
  await its.follow();
});

Deno.test("all followers end when the process is to end, and nobody new follows", async () => {
  await using its = stage();
  const follower = listen(await its.follow());
  await follower.next();
  its.stop();
  assert.equal(await follower.next(), undefined);
  await assert.rejects(its.follow(), /the process is stopping/);
});

Deno.test("what figures rest on is read from the address", () => {
  const cases = [
    ["?since=0b5:12", { epoch: "0b5", generation: 12 }],
    ["", undefined],
    ["?since=0b5", undefined],
    ["?since=0b5:-1", undefined],
    ["?since=0b5:1e9", undefined],
  ] as const;
  for (const [query, since] of cases) {
    assert.deepEqual(sinceIn(new URL(`http://localhost/live${query}`)), since);
  }
});
