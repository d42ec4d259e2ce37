/** What a caller may see. One value decides what is asked of the database and which kept answers are told. */

export interface Scope {
  /** The same text for those who may see the same, and for nobody else. */
  readonly key: string;
  /** Whether anybody may see it: then caches between us and the caller may keep it for others. */
  readonly isPublic: boolean;
}

/** Of whoever may see everything, because anybody may. */
export const everything: Scope = { key: "all", isPublic: true };
