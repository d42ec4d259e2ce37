import type { JSX } from "preact";
import { texts } from "../texts.ts";

interface SignInFormProps {
  /** Where to go then. */
  readonly next: string;
  /** What was typed before. */
  readonly email: string;
  /** Why that was not enough, or why one is asked again. */
  readonly problem: keyof typeof texts.signInProblems | undefined;
}

/** Asks who one is. */
export function SignInForm({ next, email, problem }: SignInFormProps): JSX.Element {
  const wrong = problem === "refused"
    ? { "aria-invalid": true, "aria-describedby": "sign-in-problem" } as const
    : {};
  return (
    <form class="sign-in panel" action="/sign-in" method="post" aria-labelledby="sign-in">
      <h1 id="sign-in">{texts.signIn}</h1>
      {problem && <p class="problem" id="sign-in-problem" role="alert">{texts.signInProblems[problem]}</p>}
      <input type="hidden" name="next" value={next} />
      <label>
        <span>{texts.email}</span>
        <input type="email" name="email" value={email} required autocomplete="username" {...wrong} />
      </label>
      <label>
        <span>{texts.password}</span>
        <input type="password" name="password" required autocomplete="current-password" {...wrong} />
      </label>
      <button type="submit">{texts.signIn}</button>
    </form>
  );
}
