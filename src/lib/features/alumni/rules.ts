/** Decisions about the registry that need nothing but their arguments. */

export const BULK_ACTS = ['export', 'place', 'wave'] as const;

/** More than this is not done at once: the page answers within a second, and a mistake stays small. */
export const MOST_AT_ONCE = 1000;
