/** One turn in a queue for all that one request asks side by side. */
import { CancelledError } from "../base/errors.ts";
import type { Queue } from "../base/queue.ts";

/** Runs `ask` once it is the request's turn; throws as {@link Queue} does. */
export type InTurn = <T>(signal: AbortSignal, ask: () => Promise<T>) => Promise<T>;

interface Turn {
  /** Questions that wait for it, or are asked in it. */
  asking: number;
  readonly begun: Promise<void>;
  readonly end: () => void;
}

/** @returns a function for one request: it holds its turn for as long as anything is asked in it */
export function inOneTurn(queue: Queue): InTurn {
  let turn: Turn | undefined;
  return async (signal, ask) => {
    const own = turn ??= takeTurn(queue);
    own.asking++;
    try {
      await unlessGone(own.begun, signal);
      return await ask();
    } finally {
      if (--own.asking === 0) {
        if (turn === own) turn = undefined;
        own.end();
      }
    }
  };
}

function takeTurn(queue: Queue): Turn {
  const [begun, over, left] = [
    Promise.withResolvers<void>(),
    Promise.withResolvers<void>(),
    new AbortController(),
  ];
  queue.run(0, left.signal, () => {
    begun.resolve();
    return over.promise;
  }).catch(begun.reject);
  // Those who wait for it are told.
  begun.promise.catch(() => {});
  return {
    asking: 0,
    begun: begun.promise,
    end() {
      over.resolve();
      left.abort();
    },
  };
}

async function unlessGone(begun: Promise<void>, signal: AbortSignal): Promise<void> {
  const gone = Promise.withResolvers<never>();
  const leave = () => gone.reject(new CancelledError("Cannot answer: whoever asked is gone"));
  if (signal.aborted) leave();
  signal.addEventListener("abort", leave);
  try {
    await Promise.race([begun, gone.promise]);
  } finally {
    signal.removeEventListener("abort", leave);
  }
}
