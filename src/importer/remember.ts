/**
 * The lines of an order mostly stand together and repeat its date, its customer, its sales representative: what was
 * made of the last text is made of the next one too. One value is kept, not many: each would keep the whole piece of
 * the file alive that its text was cut from.
 * @param work a pure function
 */
export function rememberLast<T>(work: (text: string) => T): (text: string) => T {
  let last: { readonly text: string; readonly value: T } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, value: work(text) };
    return last.value;
  };
}
