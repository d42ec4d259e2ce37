/** Those who follow what changes: the streams of their events, for as long as they read them and may stay. */
import { UnauthenticatedError, UnavailableError } from "../base/errors.ts";
import type { Authenticate } from "./authenticate.ts";

export interface Followers {
  readonly count: number;
  /**
   * @param asking what they came with, to find out again and again whether they may stay
   * @param scope what they may see: who comes to see something else has to come again
   * @returns their events, of which `first` is the first
   */
  add(asking: Request, scope: string, first: () => Uint8Array): ReadableStream<Uint8Array>;
  /** Tells all of them, and drops those who do not read. */
  tell(event: Uint8Array): void;
  /** Ends those who may no longer stay; resolves once all were asked after. */
  check(): Promise<void>;
  endAll(): void;
}

interface Follower {
  readonly asking: Request;
  readonly scope: string;
  readonly controller: ReadableStreamDefaultController<Uint8Array>;
}

/** Events that wait for a follower to read; whoever leaves more of them lying has stopped reading. */
const mostWaiting = 8;

/** @param onCount is told when somebody comes or goes */
export function createFollowers(
  { caller }: Pick<Authenticate, "caller">,
  onCount: (count: number) => void,
): Followers {
  const followers = new Set<Follower>();
  let checking: Promise<void> | undefined;

  const forget = (follower: Follower): boolean => {
    const wasThere = followers.delete(follower);
    if (wasThere) onCount(followers.size);
    return wasThere;
  };
  const end = (follower: Follower): void => {
    if (forget(follower)) follower.controller.close();
  };
  const tellOne = (follower: Follower, event: Uint8Array): void => {
    const { controller } = follower;
    if ((controller.desiredSize ?? 0) > 0) return controller.enqueue(event);
    forget(follower);
    controller.error(new UnavailableError("Cannot go on telling one who does not read"));
  };
  const checkAll = async (): Promise<void> => {
    await Promise.all([...followers].map(async (follower) => {
      if (!await mayStay(follower, caller)) end(follower);
    }));
  };
  return {
    get count() {
      return followers.size;
    },
    add(asking, scope, first) {
      let follower: Follower;
      return new ReadableStream<Uint8Array>({
        start(controller) {
          follower = { asking, scope, controller };
          followers.add(follower);
          onCount(followers.size);
          tellOne(follower, first());
        },
        cancel: () => void forget(follower),
      }, new CountQueuingStrategy({ highWaterMark: mostWaiting }));
    },
    tell(event) {
      for (const follower of followers) tellOne(follower, event);
    },
    check: () => checking ??= checkAll().finally(() => checking = undefined),
    endAll() {
      for (const follower of followers) end(follower);
    },
  };
}

async function mayStay({ asking, scope }: Follower, caller: Authenticate["caller"]): Promise<boolean> {
  try {
    return (await caller(asking)).scope.key === scope;
  } catch (error) {
    // Where nobody can tell right now, an end would not help: the figures themselves are refused.
    return !(error instanceof UnauthenticatedError);
  }
}
