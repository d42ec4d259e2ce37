// GraphiQL's editor writes styles into elements, attributes and HTML, all of which its page's policy refuses. Here its
// elements get the page's nonce, and what it writes as text is set as styles, which scripts of a page may.
const { nonce } = document.currentScript;

const createElement = Document.prototype.createElement;
Document.prototype.createElement = function (...given) {
  const element = createElement.apply(this, given);
  if (element instanceof HTMLStyleElement) element.nonce = nonce;
  return element;
};

const setAttribute = Element.prototype.setAttribute;
Element.prototype.setAttribute = function (name, value) {
  if (name === "style") this.style.cssText = value;
  else setAttribute.call(this, name, value);
};

const kept = "data-written-style";

function withoutStyles(html) {
  return String(html).replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/(\s)style=/gi, `$1${kept}=`));
}

function restoreStyles(root) {
  for (const element of root.querySelectorAll(`[${kept}]`)) {
    element.style.cssText = element.getAttribute(kept);
    element.removeAttribute(kept);
  }
}

const innerHTML = Object.getOwnPropertyDescriptor(Element.prototype, "innerHTML");
Object.defineProperty(Element.prototype, "innerHTML", {
  ...innerHTML,
  set(html) {
    innerHTML.set.call(this, withoutStyles(html));
    restoreStyles(this);
  },
});

const insertAdjacentHTML = Element.prototype.insertAdjacentHTML;
Element.prototype.insertAdjacentHTML = function (place, html) {
  insertAdjacentHTML.call(this, place, withoutStyles(html));
  restoreStyles(this.parentNode ?? this);
};
