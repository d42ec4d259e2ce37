// @ts-check
/** In the frame of a chart on another site: tells the page around it how high it is, and asks for itself again each minute. */
const root = document.documentElement;
const sites = (root.dataset.sites ?? "").split(" ");
const isFixed = root.dataset.theme !== undefined;
const everyMs = 60_000;
/** Whom the height is told, once they have asked: one of the sites that the token names. */
let host = "";
let told = 0;
let askedAt = performance.now();
let isOver = false;

const tell = () => {
  const height = Math.ceil(root.getBoundingClientRect().height);
  if (!host || height === told) return;
  told = height;
  parent.postMessage({ laneway: "height", height }, host);
};

addEventListener("message", ({ data, origin, source }) => {
  if (source !== parent || source === window || !sites.includes(origin) || data?.laneway !== "hello") return;
  // What is only light or only dark around it is so whatever the system is.
  if (!isFixed && ["light", "dark"].includes(data.colorScheme)) root.dataset.theme = data.colorScheme;
  else if (!isFixed) delete root.dataset.theme;
  host = origin;
  told = 0;
  tell();
});
new ResizeObserver(tell).observe(root);

/**
 * Puts what differs in its place; what was opened stays open, and what had the focus has it again.
 * @param {Element} old
 * @param {Element} fresh
 */
const replace = (old, fresh) => {
  const opened = old.querySelectorAll("details");
  fresh.querySelectorAll("details").forEach((details, index) => details.open = opened[index]?.open ?? false);
  const focused = [...old.querySelectorAll("summary, [tabindex]")].indexOf(document.activeElement ?? old);
  const [before, after] = [[...old.children], [...fresh.children]];
  if (before.length === after.length) {
    before.forEach((part, index) => {
      const next = after[index];
      if (next && !part.isEqualNode(next)) part.replaceWith(next);
    });
  } else old.replaceChildren(...after);
  const next = old.querySelectorAll("summary, [tabindex]")[focused];
  if (next instanceof HTMLElement && next !== document.activeElement) next.focus({ preventScroll: true });
};

const ask = () => {
  askedAt = performance.now();
  // It makes a document of what it gets, which nothing else may do under the page's policy.
  const request = new XMLHttpRequest();
  request.open("GET", location.pathname + location.search);
  request.responseType = "document";
  request.timeout = everyMs / 2;
  request.onloadend = () => {
    const [old, fresh] = [document, request.responseXML].map((page) => page?.querySelector("main"));
    const { status } = request;
    // A token that has ended will not begin again.
    isOver = [400, 401, 403, 404].includes(status);
    if (old && fresh && (status === 200 || isOver)) replace(old, fresh);
    root.classList.toggle("is-late", status !== 200);
  };
  request.send();
};

const look = () => {
  if (!document.hidden && !isOver && performance.now() - askedAt >= everyMs) ask();
};
setInterval(look, everyMs / 12);
document.addEventListener("visibilitychange", look);
