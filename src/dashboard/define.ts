/** Ties the pages to what each of them has at hand. */
import { createDefine, type Define } from "fresh";
import type { PageState } from "./state.ts";

export const define: Define<PageState> = createDefine<PageState>();
