import type { JSX } from "preact";
import { Head } from "fresh/runtime";

export default function NotFound(): JSX.Element {
  return (
    <p>
      <Head>
        <title>Not here</title>
      </Head>
      Nothing here
    </p>
  );
}
