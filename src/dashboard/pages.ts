/** The dashboard's pages, in the order of the navigation. */
export const pages = [
  { key: "overview", path: "/", isOfMargins: false },
  { key: "products", path: "/products", isOfMargins: false },
  { key: "customers", path: "/customers", isOfMargins: false },
  { key: "profit", path: "/profit", isOfMargins: true },
  { key: "reps", path: "/reps", isOfMargins: false },
] as const;

export type PageKey = (typeof pages)[number]["key"];
