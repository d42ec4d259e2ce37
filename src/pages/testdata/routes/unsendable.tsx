import type { JSX } from "preact";
import Panel from "../islands/nested/Panel.tsx";

export default (): JSX.Element => <Panel open title={(() => "no") as unknown as string}>x</Panel>;
