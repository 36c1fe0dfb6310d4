/** What would multiply, a part at a time: each commit sees other seeds. `npm test` alone, and RONDE_DEEP=1, see all. */

const { RONDE_DEEP: deep, RONDE_ROTATION: rotation } = process.env;

/** Which of so many hands has its turn with this commit; null when all have (tests/support/rotation.py). */
export function turnOf(hands: number): number | null {
  if (deep || !rotation) return null;
  return [...rotation].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003, 7) % hands;
}
