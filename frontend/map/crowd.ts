/** Where names stand, and which of them have room: the larger circle keeps its own, the smaller waits until one goes in. */
import type { Place } from "./layout";

export type Box = { left: number; right: number; top: number; bottom: number; r: number };

/** How much of a letter's height names may touch: the signs are lower than their lines. */
const TOUCHING = 0.25;

/** The place of lines in the middle of a circle. */
export function boxInside({ x, y, r }: Place, width: number, lines: number, size: number): Box {
  const half = (lines * size * 1.2) / 2 - size * TOUCHING;
  return { left: x - width / 2, right: x + width / 2, top: y - half, bottom: y + half, r };
}

/** The place of a name along an arc of this radius, around its top. */
export function boxOnArc({ x, y, r }: Place, arc: number, width: number, size: number): Box {
  const angle = Math.min(Math.PI / 2, width / 2 / arc);
  const half = Math.sin(angle) * arc;
  return {
    left: x - half,
    right: x + half,
    top: y - arc - size * (1 - TOUCHING),
    bottom: y - Math.cos(angle) * arc - size * TOUCHING,
    r,
  };
}

const meet = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Those whose name has room beside the names of larger circles. */
export function uncrowded<T extends { box: Box | null }>(named: Iterable<T>): Set<T> {
  const kept = new Map<T, Box>();
  const all = [...named].flatMap((one) => (one.box ? [{ one, box: one.box }] : []));
  for (const { one, box } of all.sort((a, b) => b.box.r - a.box.r)) {
    if (![...kept.values()].some((other) => meet(box, other))) kept.set(one, box);
  }
  return new Set(kept.keys());
}
