import { createDefine } from "fresh";

export interface State {
  trail: string[];
  [name: string]: unknown;
}

export const define = createDefine<State>();
