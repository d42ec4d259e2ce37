import type { JSX } from "preact";
import Counter from "../../islands/Counter.tsx";
import { signal } from "@preact/signals";

const constant = <Counter count={signal(1)} label="bare" />;

export default (): JSX.Element => constant;
