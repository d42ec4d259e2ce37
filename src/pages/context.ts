import { type AnyComponent, type FunctionComponent, h, isValidElement, type JSX } from "preact";
import { renderDocument } from "./document.ts";
import type { IslandRegistry } from "./render_state.ts";

/** A layout's say over what stands around it. */
export interface LayoutConfig {
  skipInheritedLayouts?: boolean;
  skipAppWrapper?: boolean;
}

/** A route's say over its address and over what stands around it. */
export interface RouteConfig extends LayoutConfig {
  /** A URL pattern to answer instead of the one the file's path gives. */
  routeOverride?: string;
}

/** What a page, a layout and the app wrapper are given. */
export type PageProps<Data = unknown, State = unknown> =
  & Pick<Context<State>, "url" | "req" | "params" | "state" | "route" | "error" | "Component">
  & { data: Data };

/** A page, layout or app wrapper. An async one may answer with a response of its own. */
export type PageComponent = AnyComponent<PageProps>;

/** The app wrapper and the layouts around whatever is rendered next, outermost first. */
export interface Surroundings {
  app: PageComponent | null;
  layouts: readonly PageComponent[];
}

interface ContextInit<State> {
  readonly request: Request;
  readonly url: URL;
  readonly route: string | null;
  readonly params: Record<string, string>;
  readonly state: State;
  readonly around: Surroundings;
  readonly islands: IslandRegistry;
  readonly nonce: string;
}

/** One request on its way through middlewares, handler and page. */
export class Context<State> {
  req: Request;
  readonly url: URL;
  /** The pattern that matched, or null where none did. */
  readonly route: string | null;
  readonly params: Record<string, string>;
  /** Shared by every middleware, handler and component of this request. */
  readonly state: State;
  /** What was thrown, for an error page to tell. */
  error: unknown = null;
  /** Goes on to the next middleware, or to the route. */
  next: () => Promise<Response> = () => Promise.reject(new Error("Cannot go on: nothing is below"));
  /** In a layout or the app wrapper: what stands inside. */
  Component: FunctionComponent = () => null;

  readonly #around: Surroundings;
  readonly #islands: IslandRegistry;
  readonly #nonce: string;

  constructor(init: ContextInit<State>) {
    this.req = init.request;
    this.url = init.url;
    this.route = init.route;
    this.params = init.params;
    this.state = init.state;
    this.#around = init.around;
    this.#islands = init.islands;
    this.#nonce = init.nonce;
  }

  /** A redirect that stays on this site unless it is given a full URL. */
  redirect(pathOrUrl: string, status = 302): Response {
    // Browsers drop tabs and line breaks from a URL, then read "//host" and "/\host" alike as another host.
    let location = pathOrUrl.replace(/[\t\r\n]/g, "");
    if (/^[/\\]/.test(location)) {
      location = location.replace(/^[^?#]*/, (path) => path.replace(/[/\\]+/g, "/"));
    }
    return new Response(null, { status, headers: { location } });
  }

  /**
   * Renders inside the layouts and the app wrapper, as a whole HTML document.
   * @param vnode null for an empty page
   */
  async render(
    vnode: JSX.Element | null,
    init: ResponseInit = {},
    config: LayoutConfig = {},
  ): Promise<Response> {
    if (vnode !== null && !isValidElement(vnode)) {
      throw new Error(`Cannot render: expected JSX or null (got ${typeof vnode})`);
    }
    const { app, layouts } = this.#around;
    const wrappers = config.skipInheritedLayouts ? [] : [...layouts].reverse();
    if (app !== null && !config.skipAppWrapper) wrappers.push(app);
    let content = vnode;
    for (const wrapper of wrappers) {
      const inner = content;
      const outer = await createPageElement(this, wrapper, { Component: () => inner });
      if (outer instanceof Response) return outer;
      content = outer;
    }
    const html = renderDocument(content, this.#islands, this.#nonce);
    const headers = new Headers(init.headers);
    headers.set("Content-Type", "text/html; charset=utf-8");
    // A cache that others share would hand the nonce on, and whoever knows it beforehand can write scripts that run.
    if (!headers.has("Cache-Control")) headers.set("Cache-Control", "private, no-cache");
    return new Response(html, { ...init, headers });
  }
}

type AsyncComponent = (props: PageProps) => Promise<JSX.Element | Response | null>;

/**
 * A component with the request's props. An async one is called at once, since JSX is rendered synchronously.
 * @param own what differs from component to component: a page's data, a layout's inside
 */
export async function createPageElement<State>(
  ctx: Context<State>,
  component: PageComponent,
  own: Partial<Pick<PageProps, "data" | "Component">>,
): Promise<JSX.Element | Response | null> {
  const { url, req, params, state, route, error, Component } = ctx;
  const props: PageProps = { url, req, params, state, route, error, Component, data: undefined, ...own };
  return isAsync(component) ? await component(props) : h(component, props);
}

function isAsync(component: PageComponent | AsyncComponent): component is AsyncComponent {
  return component.constructor.name === "AsyncFunction";
}
