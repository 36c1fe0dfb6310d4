/** Replaces blocks by others that say the same, and leaves the selection at the same letters. */
import type { Node } from "@tiptap/pm/model";
import { type Selection, TextSelection, type Transaction } from "@tiptap/pm/state";
import type { BlockRange } from "./block_range";

/** Replaces the blocks; the selection stays at the same letters. */
export function replaceBlocks(
  tr: Transaction,
  { from, to }: BlockRange,
  nodes: readonly Node[],
  { anchor, head }: Selection,
): void {
  const isHere = (at: number): boolean => at >= from && at <= to;
  const [one, other] = [anchor, head].map((at) => (isHere(at) ? lettersBefore(tr.doc, from, to, at) : null));
  const size = nodes.reduce((sum, node) => sum + node.nodeSize, 0);
  tr.replaceWith(from, to, nodes);
  if (one === null || other === null || one === undefined || other === undefined) return;
  const [start, end] = [one, other].map((letters) => placeOf(tr.doc, from, from + size, letters));
  if (start !== undefined && end !== undefined) {
    tr.setSelection(TextSelection.between(tr.doc.resolve(start), tr.doc.resolve(end)));
  }
  tr.scrollIntoView();
}

/** How many letters stand before a position; the end of each line counts as one. */
function lettersBefore(doc: Node, from: number, to: number, at: number): number {
  let count = 0;
  doc.nodesBetween(from, to, (node, pos) => {
    if (!node.isTextblock) return pos < at;
    if (pos < at) count += Math.min(Math.max(0, at - pos - 1), node.content.size + 1);
    return false;
  });
  return count;
}

function placeOf(doc: Node, from: number, to: number, letters: number): number {
  let [left, found] = [letters, -1];
  let end = from;
  doc.nodesBetween(from, to, (node, pos) => {
    if (!node.isTextblock || pos < from) return found < 0;
    end = pos + 1 + node.content.size;
    if (found < 0 && left <= node.content.size) found = pos + 1 + left;
    left -= node.content.size + 1;
    return false;
  });
  return found < 0 ? end : found;
}
