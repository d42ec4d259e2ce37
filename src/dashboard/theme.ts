/** Light or dark: as the system has it, or as somebody chose. */
export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const cookieName = "theme";
const year = 365 * 24 * 3600;

/** @returns what a request's cookie chose; the system's without one */
export function themeOf(headers: Headers): Theme {
  const pairs = (headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  const value = pairs.find((pair) => pair.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1);
  return themeNamed(value) ?? "system";
}

export function themeNamed(name: unknown): Theme | undefined {
  return themes.find((theme) => theme === name);
}

/** @returns a Set-Cookie header that keeps the choice for a year; the system's choice needs none */
export function themeCookie(theme: Theme): string {
  const age = theme === "system" ? 0 : year;
  return `${cookieName}=${theme}; Path=/; Max-Age=${age}; SameSite=Lax; HttpOnly`;
}
