export const words = ["one", "two", "three"];
