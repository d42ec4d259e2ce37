import assert from "node:assert/strict";
import { themeCookie, themeOf } from "./theme.ts";

Deno.test("the theme is the one that the cookie names, and the system's otherwise", () => {
  const cases: readonly [cookie: string | undefined, theme: string][] = [
    [undefined, "system"],
    ["theme=dark", "dark"],
    ["session=1; theme=light", "light"],
    ["theme=system", "system"],
    ["theme=<script>", "system"],
    ["my-theme=dark", "system"],
  ];
  for (const [cookie, theme] of cases) {
    assert.equal(themeOf(new Headers(cookie === undefined ? {} : { cookie })), theme, cookie);
  }
});

Deno.test("a chosen theme is kept, and the system's is forgotten", () => {
  assert.match(themeCookie("dark"), /^theme=dark; Path=\/; Max-Age=31536000; SameSite=Lax/);
  assert.match(themeCookie("system"), /Max-Age=0/);
});
