/**
 * How long to wait before a link is tried again. At first hardly at all: a node that ended is seldom the only one. While
 * a person looks at the page never long; in the background it may take its time, and coming to the front tries at once.
 */
const FIRST_MS = 100;
const LONGEST_MS = 1_000;
const LONGEST_LATER_MS = 2_000;
const LONGEST_HIDDEN_MS = 15_000;
/** So many tries take a quarter of a minute; longer outages are rarer than they are heavy on the server that returns. */
const SOON = 20;

/** Milliseconds before the nth try (from 0): doubling, with jitter, so that a server is not met by all at once. */
export function waitBefore(attempt: number, random = Math.random(), hidden = isHidden()): number {
  const longest = hidden ? LONGEST_HIDDEN_MS : attempt < SOON ? LONGEST_MS : LONGEST_LATER_MS;
  return Math.min(longest, FIRST_MS * 2 ** attempt) * (0.5 + random / 2);
}

function isHidden(): boolean {
  return typeof document !== "undefined" && document.hidden;
}
