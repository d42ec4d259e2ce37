import type { JSX } from "preact";

export default (): JSX.Element => <p>No islands</p>;
