/** What is searched for as a pattern that overlooks accents, kinds of blanks, apostrophes and hyphens; pure. */

const RANGES = [
  [0xc0, 0x24f],
  [0x1e00, 0x1eff],
] as const;

let variants: Map<string, string> | null = null;

/** The letters that are one with accents, by the letter without: e → éèêë… */
function accented(): Map<string, string> {
  if (variants) return variants;
  variants = new Map();
  for (const [first, last] of RANGES) {
    for (let code = first; code <= last; code += 1) {
      const letter = String.fromCodePoint(code);
      const plain = letter.normalize("NFD").replace(/\p{M}/gu, "");
      if (plain === letter || plain.length !== 1) continue;
      variants.set(plain, (variants.get(plain) ?? "") + letter);
    }
  }
  return variants;
}

/** The source of a regular expression with the flags `u` and, without regard to capitals, `i`. */
export function foldedPattern(words: string): string {
  const plain = words.normalize("NFD").replace(/\p{M}/gu, "");
  return [...plain]
    .map(patternOf)
    .join("")
    .replace(/(?:\[\\s\\u00a0\\u202f\])+/g, "[\\s\\u00a0\\u202f]+");
}

function patternOf(letter: string): string {
  if (/\s/.test(letter)) return "[\\s\\u00a0\\u202f]";
  if (/['’ʼ]/.test(letter)) return "['’ʼ]";
  if (/[-‐‑]/.test(letter)) return "[\\-‐‑]";
  const more = accented().get(letter);
  if (more) return `(?:${letter}\\p{M}*|[${more}])`;
  return letter.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
