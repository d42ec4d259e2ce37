/** What every answer tells browsers to do without, so that a page which was tricked can do little harm. */
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { NONCE, secureHeaders, type SecureHeadersVariables } from "hono/secure-headers";

type Options = NonNullable<Parameters<typeof secureHeaders>[0]>;

/** Half a year. Of subdomains, which may be someone else's, nothing is promised. */
const overTlsAlone = "max-age=15552000";

const options: Options = {
  // Forms of our own pages must tell where they come from: `no-referrer` would take their Origin away, too.
  referrerPolicy: "same-origin",
  xFrameOptions: "DENY",
  strictTransportSecurity: false,
  // For whatever is no page: JSON, files, refusals.
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  permissionsPolicy: {
    accelerometer: false,
    camera: false,
    displayCapture: false,
    geolocation: false,
    gyroscope: false,
    hid: false,
    magnetometer: false,
    microphone: false,
    midi: false,
    payment: false,
    serial: false,
    usb: false,
  },
  // GraphiQL and pages bring policies of their own.
  overwrite: false,
};

/**
 * @returns a middleware for everything that is answered; over TLS, which a proxy ends and says so, browsers are told to come
 * that way alone. Who says so without one is believed, because browsers heed it over TLS only.
 */
export function securityHeaders(): ReturnType<typeof secureHeaders> {
  const [ours, elsewhere] = [byScheme(options), byScheme(optionsElsewhere)];
  return createMiddleware((c, next) => {
    const { plain, overTls } = isForOtherSites(c.req.path) ? elsewhere : ours;
    return (cameOverTls(c.req.raw) ? overTls : plain)(c, next);
  });
}

function byScheme(own: Options) {
  return {
    plain: secureHeaders(own),
    overTls: secureHeaders({ ...own, strictTransportSecurity: overTlsAlone }),
  };
}

/** What other sites show and load: the embeds' pages, whose own policy names the sites, and the script beside them. */
const optionsElsewhere: Options = {
  ...options,
  // Their address holds a token.
  referrerPolicy: "no-referrer",
  xFrameOptions: false,
  crossOriginResourcePolicy: "cross-origin",
};

function isForOtherSites(path: string): boolean {
  return path.startsWith("/embed/") || path === "/embed.js";
}

function cameOverTls({ url, headers }: Request): boolean {
  return url.startsWith("https:") || /^https\b/i.test(headers.get("x-forwarded-proto") ?? "") ||
    /\bproto="?https\b/i.test(headers.get("forwarded") ?? "");
}

export type NonceVariables = SecureHeadersVariables;

/** @returns what the policy of this one answer calls the page's scripts: the document must call them the same */
export function nonceOf({ secureHeadersNonce }: NonceVariables): string {
  if (secureHeadersNonce === undefined) throw new TypeError("A page must be answered behind its policy");
  return secureHeadersNonce;
}

/**
 * @returns a middleware for pages. A script runs where the document gives it the page's nonce, or where one that runs loads it;
 * styles come from our own files. Nothing is inline, and nothing from elsewhere.
 */
export function pagePolicy(): ReturnType<typeof secureHeaders> {
  return secureHeaders({
    ...options,
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: [NONCE, "'strict-dynamic'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
      requireTrustedTypesFor: ["'script'"],
      trustedTypes: ["'none'"],
    },
  });
}

/**
 * @param sitesOf whose pages may show the answer
 * @returns a middleware for the pages of embeds: what a page of ours may, without forms, in the frames of those sites
 */
export function embedPolicy(sitesOf: (c: Context) => readonly string[]): ReturnType<typeof secureHeaders> {
  return secureHeaders({
    ...optionsElsewhere,
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: [NONCE],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      connectSrc: ["'self'"],
      formAction: ["'none'"],
      baseUri: ["'none'"],
      frameAncestors: [(c) => sitesOf(c).join(" ")],
      requireTrustedTypesFor: ["'script'"],
      trustedTypes: ["'none'"],
    },
  });
}
