/**
 * Tells open pages what changes, as server-sent events. The database is asked once for all of them; what each may see is its
 * own to ask for, so everybody is told the same: which months of what have changed.
 */
import { UnavailableError } from "../base/errors.ts";
import type { Principal } from "../base/scope.ts";
import type { Basis, Changes, Tidings } from "../base/tidings.ts";
import { changesBetween, changesSince } from "../cache/basis.ts";
import type { Knowledge } from "../cache/knowledge.ts";
import type { Source } from "../cache/source.ts";
import type { Authenticate } from "./authenticate.ts";
import { createFollowers } from "./followers.ts";

export interface Live {
  /**
   * @param since what the follower's figures rest on: the first event says what changed after it
   * @returns events until the follower goes, may no longer follow, or the process stops
   * @throws UnavailableError where too many follow already
   */
  follow(request: Request, principal: Principal, since: Since | undefined): Promise<Response>;
  /** Looks for what is new; done each second while anybody follows. */
  look(): Promise<void>;
}

export type Since = Pick<Basis, "epoch" | "generation">;

export interface LiveOptions {
  readonly source: Source;
  readonly authenticate: Pick<Authenticate, "caller">;
  /** Aborts when the process is to end, and with it every follower. */
  readonly stopped: AbortSignal;
  readonly mostFollowers?: number;
  /** Milliseconds of the wall clock. */
  readonly now?: () => number;
}

const lookEveryMs = 1_000;
/** An event comes at least so often: whoever hears none has lost the connection. */
const beatMs = 15_000;
/** A process makes about a hundred pages a second beside its other work. */
const msEach = 10;
const leastWithinMs = 500;

export function createLive(options: LiveOptions): Live {
  const { source, authenticate, stopped, mostFollowers = 2_000, now = () => Date.now() } = options;
  let latest: Knowledge | undefined;
  let isNoted = false;
  let saidAt = -Infinity;
  let looking: Promise<void> | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;

  const followers = createFollowers(authenticate, (count) => {
    if (count > 0) return void (timer ??= setInterval(look, lookEveryMs));
    clearInterval(timer);
    timer = undefined;
  });
  const tidings = (changed: Changes): Uint8Array =>
    eventOf({
      epoch: latest?.epoch ?? null,
      generation: latest?.generation ?? 0,
      noted: isNoted,
      changed,
      withinMs: Math.max(leastWithinMs, msEach * followers.count),
    });
  /** @returns what changed since the last look */
  async function learn(): Promise<Changes> {
    const known = await source.current();
    const before = latest;
    isNoted = known?.isNoted ?? false;
    latest = known ?? latest;
    if (!latest || latest === before) return [];
    return before ? changesBetween(before, latest) : "all";
  }
  async function lookOnce(): Promise<void> {
    const wasNoted = isNoted;
    const changed = await learn();
    if (changed.length === 0 && wasNoted === isNoted && now() - saidAt < beatMs) return;
    saidAt = now();
    followers.tell(tidings(changed));
  }
  const look = async (): Promise<void> => {
    // Whoever is slow to tell who may stay holds up no events.
    const checked = followers.check();
    await (looking ??= lookOnce().finally(() => looking = undefined));
    await checked;
  };

  // Who else asks the database hears of changes too.
  source.onChange(() => void (followers.count > 0 && look()));
  stopped.addEventListener("abort", followers.endAll, { once: true });
  return {
    look,
    async follow(request, { scope }, since) {
      // To HEAD, whose answer has no body, nothing could ever be told.
      if (request.method !== "GET") return new Response(null, { headers });
      // What nobody listened for is in nobody's event: the first one who comes asks for all of it.
      if (followers.count === 0) await look();
      if (stopped.aborted) throw new UnavailableError("Cannot follow changes: the process is stopping");
      if (followers.count >= mostFollowers) {
        throw new UnavailableError(
          `Cannot follow changes: ${mostFollowers} do already; ask again once a minute instead`,
        );
      }
      return new Response(followers.add(credentialsOf(request), scope.key, firstEvent(since)), { headers });
    },
  };

  /** Apart from the request, which it would keep in memory. */
  function firstEvent(since: Since | undefined): () => Uint8Array {
    return () => tidings(latest && since ? changesSince(latest, since) : []);
  }
}

const headers = {
  "content-type": "text/event-stream",
  // Whatever stands between must neither keep nor compress it: both wait for more before they pass it on.
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
};

const encoder = new TextEncoder();

function eventOf(tidings: Tidings): Uint8Array {
  return encoder.encode(`data: ${JSON.stringify(tidings)}\n\n`);
}

/** What tells who it is from is all that is kept of a request. */
function credentialsOf({ url, headers }: Request): Request {
  const kept = new Headers();
  for (const name of ["authorization", "cookie"]) {
    const value = headers.get(name);
    if (value !== null) kept.set(name, value);
  }
  return new Request(url, { headers: kept });
}

/** @returns what `since=EPOCH:GENERATION` names; undefined where it names nothing */
export function sinceIn({ searchParams }: URL): Since | undefined {
  const [, epoch, generation] = /^([\w-]{1,64}):(\d{1,15})$/.exec(searchParams.get("since") ?? "") ?? [];
  return epoch === undefined ? undefined : { epoch, generation: Number(generation) };
}
