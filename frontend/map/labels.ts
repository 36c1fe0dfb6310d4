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

/** A name on one or two lines (or up to `most`) of at most `letters` each. */
export function wrapName(name: string, letters: number, most = 2): string[] {
  if (name.length <= letters || most === 1) return [shortenName(name, letters)].filter(Boolean);
  const words = name.split(" ");
  let first = "";
  while (words[0] && `${first} ${words[0]}`.trim().length <= letters) first = `${first} ${words.shift()}`.trim();
  if (!first) return [shortenName(name, letters)].filter(Boolean);
  return [first, ...(words.length ? wrapName(words.join(" "), letters, most - 1) : [])];
}

export type WrittenName = { lines: string[]; size: number };

/** The room for a line in the middle of a circle of radius `r`, where `lines` of them stand, as a width. */
const lineRoom = (r: number, lines: number, size: number) =>
  2 * Math.sqrt(Math.max(0, r * r - ((lines * size * 1.2) / 2) ** 2));

/** A name's greatest width, as a multiple of its circle's radius. */
const WIDEST_NAME = 3.1;

/** A name that rather than be cut or illegible overlaps the circle's edge. */
export function nameAcross(
  name: string,
  r: number,
  { smallest, largest, letter }: { smallest: number; largest: number; letter: number },
): WrittenName {
  const longest = Math.max(...name.split(" ").map((word) => word.length));
  const fitting = (r * 1.65) / (longest * letter);
  const size = Math.max(smallest, Math.min(largest, r * 0.38, fitting));
  return { lines: wrapName(name, Math.floor((r * WIDEST_NAME) / (size * letter))), size };
}

/**
 * A name that stays inside its circle: whole on up to three lines at the largest of `sizes` (in units, the largest
 * first) at which it fits; else shortened at the smallest; null where too little would be left of it.
 */
export function nameWithin(name: string, r: number, sizes: number[], letter: number): WrittenName | null {
  for (const size of sizes) {
    for (const count of [1, 2, 3]) {
      const letters = Math.floor(lineRoom(r, count, size) / (size * letter));
      const lines = wrapName(name, letters, count);
      if (lines.length && lines.length <= count && !lines.some((line) => line.endsWith("…"))) return { lines, size };
    }
  }
  const size = sizes.at(-1) ?? 0;
  const short = shortenName(name, Math.floor(lineRoom(r, 1, size) / (size * letter)));
  return short ? { lines: [short], size } : null;
}
