/** In the browser: has every `PngButton` work, those too that come while the page is open. */

/** @returns a function that calls it off */
export function offerPictures(): () => void {
  const save = async ({ target }: Event) => {
    const button = target instanceof Element && target.closest(".png");
    if (button) await (await import("./save_picture.ts")).savePicture(button);
  };
  addEventListener("click", save);
  return () => removeEventListener("click", save);
}
