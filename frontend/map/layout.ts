/** The layout of nested circles, packed by d3-hierarchy and sized by people, money or open decisions. */
import { type HierarchyCircularNode, type HierarchyNode, hierarchy, pack } from "d3-hierarchy";
import type { Circle } from "./circle";

export type Area = "people" | "money" | "open";
export type Disc = { x: number; y: number; r: number };
export type PlacedCircle = Disc & { circle: Circle; depth: number; isLeaf: boolean; own: Disc | null };

/** The map is drawn in a square of this side, in the units of its viewBox. */
export const SIDE = 760;

type TreeNode = { circle: Circle; own: boolean; weight: number; children: TreeNode[] };

/** The share of its weight that a circle keeps as space of its own, and the share of the usual distance. */
const WIDE = { own: 0.6, air: 1 };
/** On a phone names need the room that people and air take elsewhere. */
const NARROW = { own: 0.2, air: 0.4 };

/** Build the tree; what a circle with inner ones holds itself becomes a node of its own among them. */
function buildTree(circles: readonly Circle[], area: Area, share: number): TreeNode | null {
  const byParent = new Map<string | null, Circle[]>();
  for (const circle of circles) byParent.set(circle.parent, [...(byParent.get(circle.parent) ?? []), circle]);
  const largest = Math.max(1, ...circles.map((circle) => Number(circle[area] ?? 0)));
  const all = circles.reduce((sum, circle) => sum + Number(circle[area] ?? 0), 0);
  // However little a circle has, it can be seen and clicked; but many small ones do not hide how large one is.
  const least = Math.min(largest * 0.06, Math.max(1, all) / (circles.length * 4));
  const weight = (circle: Circle) => Math.max(Number(circle[area] ?? 0), least);
  const nodeOf = (circle: Circle): TreeNode => {
    const inner = (byParent.get(circle.key) ?? []).map(nodeOf);
    if (!inner.length) return { circle, own: false, weight: weight(circle), children: [] };
    const own: TreeNode = { circle, own: true, weight: weight(circle) * share, children: [] };
    return { circle, own: false, weight: 0, children: [...inner, own] };
  };
  const root = circles.find((circle) => circle.parent === null);
  return root ? nodeOf(root) : null;
}

/** Pack the circles; the result is ordered outermost first, so that it can be drawn in this order. */
export function layout(circles: readonly Circle[], area: Area, isNarrow = false): PlacedCircle[] {
  const form = isNarrow ? NARROW : WIDE;
  const data = buildTree(circles, area, form.own);
  if (!data) return [];
  const air = circles.length > 60 ? Math.min(form.air, 0.45) : form.air;
  const root: HierarchyNode<TreeNode> = hierarchy(data).sum((datum) => datum.weight);
  root.sort((a, b) => Number(a.data.own) - Number(b.data.own) || (b.value ?? 0) - (a.value ?? 0));
  const packed = pack<TreeNode>()
    .size([SIDE, SIDE])
    .padding((node) => (node.depth === 0 ? 18 : 14) * air)(root);
  return packed
    .descendants()
    .filter((node) => !node.data.own)
    .map(placedCircle);
}

function placedCircle(node: HierarchyCircularNode<TreeNode>): PlacedCircle {
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

/** How far apart faces stand, in face radii. */
const APART = 2.3;

/** Discs for `count` faces in rows around the middle of a disc, as large as fits between two sizes; else none. */
export function placeFaces(count: number, disc: Disc, largest: number, smallest: number): Disc[] {
  const perRow = Math.ceil(Math.sqrt(count));
  const rows = Math.ceil(count / perRow);
  // Radius needed, in face radii: the middle of the outermost face, and that face.
  const needed = (Math.hypot(perRow - 1, rows - 1) / 2) * APART + 1;
  const size = Math.min(largest, disc.r / needed);
  if (!count || size < smallest) return [];
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / perRow);
    const inRow = Math.min(perRow, count - row * perRow);
    return {
      x: disc.x + ((index % perRow) - (inRow - 1) / 2) * size * APART,
      y: disc.y + (row - (rows - 1) / 2) * size * APART,
      r: size,
    };
  });
}
