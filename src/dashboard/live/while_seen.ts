/** In the browser: work that is for those who look at the page. */

/** What is done while somebody sees the page, and when nobody does any more. */
export interface SeenWork {
  /** Each second, and first as soon as the page is seen or the connection comes or goes. */
  look(): void;
  /** Before the first look. */
  begin(): void;
  end(): void;
}

const lookEveryMs = 1_000;

/** @returns a function that calls it off */
export function whileSeen({ look, begin, end }: SeenWork): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const onSeen = () => {
    clearInterval(timer);
    if (document.hidden) return end();
    begin();
    timer = setInterval(look, lookEveryMs);
    look();
  };
  const changes = ["visibilitychange", "online", "offline"] as const;
  for (const name of changes) addEventListener(name, onSeen);
  onSeen();
  return () => {
    clearInterval(timer);
    for (const name of changes) removeEventListener(name, onSeen);
    end();
  };
}
