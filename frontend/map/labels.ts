/** The circles' names: how they are broken into lines, where they stand, and which of them have room. */
import type { Disc } from "./layout";

export type LabelBox = { left: number; right: number; top: number; bottom: number; r: number };

/** The share of a letter's height by which names may overlap: letters are lower than their lines. */
const OVERLAP = 0.25;

/** The box of lines in the middle of a circle. */
export function boxInside({ x, y, r }: Disc, width: number, lines: number, size: number): LabelBox {
  const half = (lines * size * 1.2) / 2 - size * OVERLAP;
  return { left: x - width / 2, right: x + width / 2, top: y - half, bottom: y + half, r };
}

/** The box of a name along an arc of this radius, around its top. */
export function boxOnArc({ x, y, r }: Disc, arc: number, width: number, size: number): LabelBox {
  const angle = Math.min(Math.PI / 2, width / 2 / arc);
  const half = Math.sin(angle) * arc;
  return {
    left: x - half,
    right: x + half,
    top: y - arc - size * (1 - OVERLAP),
    bottom: y - Math.cos(angle) * arc - size * OVERLAP,
    r,
  };
}

const overlap = (a: LabelBox, b: LabelBox) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Those whose name has room beside the names of larger circles; smaller ones have none until one zooms in. */
export function withoutCollisions<T extends { box: LabelBox | null }>(named: Iterable<T>): Set<T> {
  const shown = new Map<T, LabelBox>();
  const all = [...named].flatMap((one) => (one.box ? [{ one, box: one.box }] : []));
  for (const { one, box } of all.sort((a, b) => b.box.r - a.box.r)) {
    if (![...shown.values()].some((other) => overlap(box, other))) shown.set(one, box);
  }
  return new Set(shown.keys());
}

/** A name of at most `letters`, shortened if need be; empty if too little would be left of it. */
export function shortenName(name: string, letters: number): string {
  if (name.length <= letters) return name;
  return letters < 4 ? "" : `${name.slice(0, letters - 1).trimEnd()}…`;
}

/** A name on one or two lines of at most `letters` each. */
export function wrapName(name: string, letters: number): string[] {
  if (name.length <= letters) return [name];
  const words = name.split(" ");
  let first = "";
  while (words[0] && `${first} ${words[0]}`.trim().length <= letters) first = `${first} ${words.shift()}`.trim();
  const written = first ? [first, shortenName(words.join(" "), letters)] : [shortenName(name, letters)];
  return written.filter(Boolean);
}
