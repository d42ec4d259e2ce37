/** The dashboard's pages, in the order of the navigation. */
export const pages = [
  { key: "overview", path: "/" },
  { key: "products", path: "/products" },
  { key: "customers", path: "/customers" },
  { key: "profit", path: "/profit" },
  { key: "reps", path: "/reps" },
] as const;

export type PageKey = (typeof pages)[number]["key"];
