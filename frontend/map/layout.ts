/** Where each circle lies: nested circles packed by d3-hierarchy, sized by people, money or open decisions. */
import { type HierarchyCircularNode, type HierarchyNode, hierarchy, pack } from "d3-hierarchy";

/** A person shown in a circle. */
export type Face = { initials: string; name?: string; hue: number; pilot?: boolean };

/** A circle as the server gives it; `spent` and `reserved` are shares of its money, 0 to 1. */
export type Circle = {
  key: string;
  name: string;
  url: string;
  parent: string | null;
  people: number;
  money: number;
  open: number;
  waiting: number;
  hue: number;
  parentHue?: number | null;
  label?: string;
  spent?: number;
  reserved?: number;
  sign?: "objection" | "late" | null;
  faces?: Face[];
};

export type Area = "people" | "money" | "open";
export type Place = { x: number; y: number; r: number };
export type Spot = Place & { circle: Circle; depth: number; isLeaf: boolean; own: Place | null };

/** The map is drawn in a square of this side, in the units of its viewBox. */
export const SIDE = 760;

type Datum = { circle: Circle; own: boolean; weight: number; children: Datum[] };

/** How much of its weight a circle keeps as a space of its own, and how far circles stand apart, of what is usual. */
const WIDE = { own: 0.6, air: 1 };
/** On a phone names need the room that people and air take elsewhere. */
const NARROW = { own: 0.2, air: 0.4 };

/** Build the tree; what a circle with inner ones holds itself becomes a space of its own among them. */
function tree(circles: readonly Circle[], area: Area, share: number): Datum | null {
  const byParent = new Map<string | null, Circle[]>();
  for (const circle of circles) byParent.set(circle.parent, [...(byParent.get(circle.parent) ?? []), circle]);
  const largest = Math.max(1, ...circles.map((circle) => Number(circle[area] ?? 0)));
  const all = circles.reduce((sum, circle) => sum + Number(circle[area] ?? 0), 0);
  // However little a circle has, it can be seen and pressed; but many small ones do not hide how large one is.
  const least = Math.min(largest * 0.06, Math.max(1, all) / (circles.length * 4));
  const weight = (circle: Circle) => Math.max(Number(circle[area] ?? 0), least);
  const grow = (circle: Circle): Datum => {
    const inner = (byParent.get(circle.key) ?? []).map(grow);
    if (!inner.length) return { circle, own: false, weight: weight(circle), children: [] };
    const own: Datum = { circle, own: true, weight: weight(circle) * share, children: [] };
    return { circle, own: false, weight: 0, children: [...inner, own] };
  };
  const root = circles.find((circle) => circle.parent === null);
  return root ? grow(root) : null;
}

/** Pack the circles; the result is ordered outermost first, so that it can be drawn in this order. */
export function layout(circles: readonly Circle[], area: Area, isNarrow = false): Spot[] {
  const form = isNarrow ? NARROW : WIDE;
  const data = tree(circles, area, form.own);
  if (!data) return [];
  const air = circles.length > 60 ? Math.min(form.air, 0.45) : form.air;
  const root: HierarchyNode<Datum> = hierarchy(data).sum((datum) => datum.weight);
  root.sort((a, b) => Number(a.data.own) - Number(b.data.own) || (b.value ?? 0) - (a.value ?? 0));
  const packed = pack<Datum>()
    .size([SIDE, SIDE])
    .padding((node) => (node.depth === 0 ? 18 : 14) * air)(root);
  return packed
    .descendants()
    .filter((node) => !node.data.own)
    .map((node) => spot(node));
}

function spot(node: HierarchyCircularNode<Datum>): Spot {
  const own = node.children?.find((child) => child.data.own);
  const { x, y, r, depth } = node;
  return {
    circle: node.data.circle,
    depth,
    isLeaf: !node.children,
    x,
    y,
    r,
    own: own ? { x: own.x, y: own.y, r: own.r } : null,
  };
}

/** Places for `count` faces in rows around the middle of a place, as large as fits between two sizes; else none. */
export function seats(count: number, place: Place, largest: number, smallest: number): Place[] {
  const perRow = Math.ceil(Math.sqrt(count));
  const rows = Math.ceil(count / perRow);
  // Radius needed, in face radii: the middle of the outermost face, and that face.
  const needed = (Math.hypot(perRow - 1, rows - 1) / 2) * APART + 1;
  const size = Math.min(largest, place.r / needed);
  if (!count || size < smallest) return [];
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / perRow);
    const inRow = Math.min(perRow, count - row * perRow);
    return {
      x: place.x + ((index % perRow) - (inRow - 1) / 2) * size * APART,
      y: place.y + (row - (rows - 1) / 2) * size * APART,
      r: size,
    };
  });
}

/** How far apart faces stand, in face radii. */
const APART = 2.3;

/** A name on one line of at most `letters`, shortened if need be; empty if too little would be left of it. */
export function short(name: string, letters: number): string {
  if (name.length <= letters) return name;
  return letters < 4 ? "" : `${name.slice(0, letters - 1).trimEnd()}…`;
}

/** A name on one or two lines of at most `letters` each. */
export function lines(name: string, letters: number): string[] {
  if (name.length <= letters) return [name];
  const words = name.split(" ");
  let first = "";
  while (words[0] && `${first} ${words[0]}`.trim().length <= letters) first = `${first} ${words.shift()}`.trim();
  const written = first ? [first, short(words.join(" "), letters)] : [short(name, letters)];
  return written.filter(Boolean);
}
