import type { JSX } from "preact";
import { type Extras, parametersOf, type View } from "../view.ts";

/** Keeps in a form what the URL says already; what the form itself asks for must be left out of `view` and `extras`. */
export function HiddenFields({ view, extras = {} }: { view: View; extras?: Extras }): JSX.Element {
  const parameters = [...parametersOf(view, extras)];
  return (
    <>
      {parameters.map(([name, value]) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
    </>
  );
}
