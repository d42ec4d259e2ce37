import assert from "node:assert/strict";
import { signal } from "@preact/signals";
import { type ComponentChildren, type ComponentType, h } from "preact";
import { useId } from "preact/hooks";
import { renderDocument } from "./document.ts";
import { Head } from "./head.ts";
import { createIslandRegistry } from "./islands.ts";
import type { Props } from "./render_state.ts";
import { revive } from "./revive.ts";

function Box({ children, twice }: { children?: ComponentChildren; twice?: boolean; data?: unknown }) {
  return (
    <div id={useId()}>
      {children}
      {twice && children}
    </div>
  );
}

function Closed(_: { children: ComponentChildren }) {
  return <hr />;
}

function Outer() {
  return (
    <p>
      <Box>inner</Box>
    </p>
  );
}

const boot = { url: "/_fresh/boot.js", imports: ["/_fresh/shared.js"] };
const islands = createIslandRegistry(
  boot,
  [["Box", Box], ["Closed", Closed], ["Outer", Outer]].map(([name, component]) => ({
    name: name as string,
    component: component as ComponentType<Props>,
    script: { url: `/_fresh/${name}.js`, imports: ["/_fresh/shared.js"] },
  })),
);

function html(content: ComponentChildren): string {
  return renderDocument(content, islands, "n1");
}

function sentTo(document: string): unknown {
  const text = document.match(/<script id="islands"[^>]*>(.*?)<\/script>/)?.[1] ?? "";
  return revive(text, (id) => `slot ${id}`);
}

Deno.test("a document without islands has no script", () => {
  const document = html(<p>still</p>);
  assert.equal(
    document,
    '<!DOCTYPE html><html><head><meta charset="utf-8"/></head><body><p>still</p></body></html>',
  );
});

Deno.test("an island is marked, sent its props, and has its scripts asked for early, once each", () => {
  const document = html(
    <>
      <Box data="</script>" />
      <Box data={new Map([[1, 2n]])} />
    </>,
  );
  assert.match(document, /<body><!--island:0--><div id="Pi0-0"><\/div><!--\/island--><!--island:1-->/);
  assert.deepEqual(document.match(/<link[^>]*>/g), [
    '<link rel="modulepreload" href="/_fresh/boot.js" nonce="n1"/>',
    '<link rel="modulepreload" href="/_fresh/shared.js" nonce="n1"/>',
    '<link rel="modulepreload" href="/_fresh/Box.js" nonce="n1"/>',
  ]);
  assert.deepEqual(sentTo(document), {
    urls: ["/_fresh/Box.js"],
    roots: [{ script: 0, props: { data: "</script>" } }, { script: 0, props: { data: new Map([[1, 2n]]) } }],
  });
  assert.match(document, /<script type="module" src="\/_fresh\/boot\.js" nonce="n1"><\/script><\/body>/);
});

Deno.test("an island inside an island is part of it", () => {
  const document = html(<Outer />);
  assert.equal(document.match(/<!--island:/g)?.length, 1);
  assert.match(document, /<!--island:0--><p><div id="Pi0-0">inner<\/div><\/p><!--\/island-->/);
});

Deno.test("JSX given to an island is in the page, once, with islands of its own", () => {
  const document = html(
    <Box>
      <b>text</b>
      <Box>deep</Box>
    </Box>,
  );
  assert.match(
    document,
    /<div id="Pi0-0"><slot data-slot="0"><b>text<\/b><!--island:1--><div id="Pi1-0">deep<\/div><!--\/island--><\/slot>/,
  );
  assert.deepEqual((sentTo(document) as { roots: unknown[] }).roots, [
    { script: 0, props: { children: "slot 0" } },
    { script: 0, props: { children: "deep" } },
  ]);
});

Deno.test("JSX that its island does not show waits in a template, with that of its own islands", () => {
  const document = html(
    <Closed>
      <Closed>
        <i>far</i>
      </Closed>
    </Closed>,
  );
  assert.match(document, /<body><!--island:0--><hr\/?><!--\/island--><template id="slot-0"><!--island:1-->/);
  assert.match(document, /<template id="slot-1"><i>far<\/i><\/template><script id="islands"/);
});

Deno.test("ids of the page, of its islands and of JSX inside them never collide", () => {
  function Field() {
    return <input id={useId()} />;
  }
  const document = html(
    <>
      <Field />
      <Box>
        <Field />
      </Box>
      <Field />
      <Box>
        <Field />
      </Box>
    </>,
  );
  const ids = [...document.matchAll(/ id="(P[^"]+)"/g)].map((match) => match[1]);
  assert.equal(ids.length, 6);
  assert.equal(new Set(ids).size, 6);
});

Deno.test("JSX cannot be shown twice, since it is moved in the browser", () => {
  assert.throws(() =>
    html(
      <Box twice>
        <b>once</b>
      </Box>,
    ), /Cannot show the same JSX twice/);
});

Deno.test("a prop that is no data is refused with the island's name", () => {
  assert.throws(() => html(<Box data={{ save: () => {} }} />), /Cannot send <Box>\.data\.save/);
});

function shell(head: ComponentChildren, body: ComponentChildren) {
  return (
    <html lang="en">
      <head>{head}</head>
      <body class="app">{body}</body>
    </html>
  );
}

Deno.test("what a page adds to the head replaces the document's title and metas of the same name", () => {
  const head = (
    <>
      <title>App</title>
      <meta name="description" content="app" />
      <meta name="theme-color" content="red" />
    </>
  );
  const Description = () => <meta name="description" content="page" />;
  const additions = (
    <Head>
      <title>Page &lt;1&gt;</title>
      <Description />
      <link rel="canonical" href="/x" />
    </Head>
  );
  assert.match(
    html(shell(head, <p>{additions}</p>)),
    new RegExp(
      '<head><title>Page &lt;1></title><meta name="description" content="page"/>' +
        '<meta name="theme-color" content="red"/><link rel="canonical" href="/x"/></head>' +
        '<body class="app"><p></p></body>',
    ),
  );
});

Deno.test("of several titles the innermost stands, for it is rendered last", () => {
  const titled = (title: string, inner: ComponentChildren) => (
    <>
      <Head>
        <title>{title}</title>
      </Head>
      {inner}
    </>
  );
  assert.match(
    html(shell(<title>App</title>, titled("Layout", titled("Page", null)))),
    /<head><title>Page<\/title><\/head>/,
  );
});

Deno.test("every script and style carries the document's nonce, and one of its own is kept", () => {
  const content = shell(
    <style>{"a{}"}</style>,
    <>
      <script type="module" src="/x.js" />
      <script nonce="mine" />
      <Box />
    </>,
  );
  const document = html(content);
  const nonces = [...document.matchAll(/<(?:script|style)[^>]*nonce="(\w+)"/g)].map((match) => match[1]);
  assert.deepEqual(nonces, ["n1", "n1", "mine", "n1", "n1"]);
  assert.ok(renderDocument(content, islands, "n2").includes('<style nonce="n2">'));
});

Deno.test("elements kept in a constant are rendered anew each time", () => {
  const count = signal(1);
  const content = shell(<style>{"a{}"}</style>, <Box data={count} />);
  const renderings = [1, 2, 3].map((value) => {
    count.value = value;
    const document = renderDocument(content, islands, `nonce${value}`);
    return document.replaceAll(`nonce${value}`, "NONCE").replace(`[${value}]]</script>`, "[N]]</script>");
  });
  assert.match(renderings.join("\n"), /NONCE.*\[N\]/);
  assert.equal(renderings[1], renderings[0]);
  assert.equal(renderings[2], renderings[0]);
});

Deno.test("a document whose parts were precompiled is refused, since its islands would stay dead", () => {
  const precompiled = h("div", { dangerouslySetInnerHTML: { __html: "<html><body></body></html>" } });
  assert.throws(() => html(precompiled), /<html> is missing or precompiled/);
  assert.throws(() =>
    html(
      <html>
        <body />
      </html>,
    ), /<head> is missing or precompiled/);
});

Deno.test("an error leaves nothing behind for the next document", () => {
  const Broken = () => {
    throw new Error("broken");
  };
  assert.throws(() =>
    html(
      <Box>
        <Broken />
      </Box>,
    ), /broken/);
  assert.doesNotMatch(html(<p>fine</p>), /<script|island/);
});
