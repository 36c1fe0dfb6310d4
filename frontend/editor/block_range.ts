/** Which blocks a selection touches: at the top of the document, or items of one list. Pure. */
import type { Node, ResolvedPos } from "@tiptap/pm/model";
import type { Selection } from "@tiptap/pm/state";

export const LISTS = ["bulletList", "orderedList", "taskList"];
export const ITEMS = ["listItem", "taskItem"];

/** Neighbours in one parent: from the child `first` to the child `last`, between the positions `from` and `to`. */
export interface BlockRange {
  parent: Node;
  depth: number;
  first: number;
  last: number;
  from: number;
  to: number;
}

/** The children of the node at `depth` that hold both ends. */
export function rangeAt($from: ResolvedPos, $to: ResolvedPos, depth: number): BlockRange {
  const parent = $from.node(depth);
  const end = Math.max(0, parent.childCount - 1);
  const first = Math.min($from.index(depth), end);
  const isBehind = $to.depth === depth; // a whole node is selected: its end is before the next child
  const last = Math.min(Math.max(first, isBehind ? $to.indexAfter(depth) - 1 : $to.index(depth)), end);
  const from = $from.posAtIndex(first, depth);
  let to = from;
  for (let index = first; index <= last; index += 1) to += parent.maybeChild(index)?.nodeSize ?? 0;
  return { parent, depth, first, last, from, to };
}

/** The blocks at the top of the document that a selection touches. */
export const blocksAt = ({ $from, $to }: Selection): BlockRange => rangeAt($from, $to, 0);

/** The items that a selection touches of the innermost list that holds it whole; null outside of lists. */
export function itemsAt({ $from, $to }: Selection): BlockRange | null {
  for (let depth = $from.sharedDepth($to.pos); depth > 0; depth -= 1) {
    if (LISTS.includes($from.node(depth).type.name)) return rangeAt($from, $to, depth);
  }
  return null;
}
