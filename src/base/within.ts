/** Waiting, but not for ever. */

/** @returns what `work` gives, or throws what `late` makes once `ms` have passed; `work` itself goes on */
export async function within<T>(ms: number, work: PromiseLike<T>, late: () => Error): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    // A process that was busy until now has answers to read: they come before the verdict.
    timer = setTimeout(() => timer = setTimeout(() => reject(late()), 0), ms);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
