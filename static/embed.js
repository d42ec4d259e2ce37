// @ts-check
/**
 * For pages of other sites, beside the frames of Laneway's charts: gives each frame the height of its chart, and tells it whether
 * the page is light or dark. Frames may come before or after it; it may be there several times.
 */
(() => {
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  const { origin } = new URL(script ? script.src : location.href);

  /** @param {EventTarget | null} frame */
  const greet = (frame) => {
    if (frame instanceof HTMLIFrameElement && frame.src.startsWith(`${origin}/embed/`)) {
      const { colorScheme } = getComputedStyle(frame);
      // To whoever is in it by now: before it has loaded, that is nobody yet. It says nothing that is not seen.
      frame.contentWindow?.postMessage({ laneway: "hello", colorScheme }, "*");
    }
  };
  const greetAll = () => document.querySelectorAll("iframe").forEach(greet);

  addEventListener("message", ({ data, origin: from, source }) => {
    if (from !== origin || data?.laneway !== "height" || !(data.height > 0)) return;
    for (const frame of document.querySelectorAll("iframe")) {
      if (frame.contentWindow === source) frame.style.height = `${data.height}px`;
    }
  });
  // That a frame has loaded is told to those who listen on the way down.
  document.addEventListener("load", ({ target }) => greet(target), true);
  new MutationObserver(greetAll).observe(document.documentElement, {
    attributeFilter: ["class", "style", "data-theme"],
  });
  greetAll();
})();
