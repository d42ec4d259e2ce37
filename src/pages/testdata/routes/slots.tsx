import { signal } from "@preact/signals";
import type { JSX } from "preact";
import Counter from "../islands/Counter.tsx";
import Panel from "../islands/nested/Panel.tsx";

export default (): JSX.Element => {
  const count = signal(10);
  return (
    <>
      <Panel open title={<b>Shown</b>}>
        <p>Server text</p>
        <Counter count={count} label="inner" />
      </Panel>
      <Panel open={false} title="Hidden">
        <Counter count={count} label="hidden" />
      </Panel>
    </>
  );
};
