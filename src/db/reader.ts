/** Reads from the best server there is, and from the next where that does not answer. */
import { codeOf, UnavailableError } from "../base/errors.ts";
import type { Cancellable, Parameters, Row } from "./queryable.ts";
import type { Server, Servers } from "./servers.ts";
import type { Statement } from "./statements.ts";

/** What a standby says that had to take away what a statement was reading. */
const conflictWithRecovery = "40001";

/** @param poolOf gives a server's own connections */
export function createReader<S extends Server>(
  servers: Servers<S>,
  poolOf: (server: S) => Cancellable,
): Cancellable {
  return {
    async run<R extends object = Row>(
      statement: Statement,
      parameters?: Parameters,
      signal?: AbortSignal,
    ): Promise<readonly R[]> {
      const ordered = servers.inOrder();
      const [first, ...others] = ordered instanceof Promise ? await ordered : ordered;
      if (!first) throw new TypeError("Cannot read: there is no server");
      const runOn = (server: S) => poolOf(server).run<R>(statement, parameters, signal);
      let server = first;
      for (const next of others) {
        try {
          return await withoutConflict(() => runOn(server));
        } catch (error) {
          if (!(error instanceof UnavailableError)) throw error;
          servers.missed(server);
          server = next;
        }
      }
      return await withoutConflict(() => runOn(server));
    },
  };
}

async function withoutConflict<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (codeOf(error) !== conflictWithRecovery) throw error;
    return await run();
  }
}
