/** The dashboard's pages, in the order of the navigation. */
export const pages = [
  { key: "overview", path: "/" },
  { key: "products", path: "/products" },
] as const;

export type PageKey = (typeof pages)[number]["key"];
