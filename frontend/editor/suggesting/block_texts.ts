/** The text of a block and where each of its characters stands in the document; pure. */
import type { Node } from "@tiptap/pm/model";
import { ATOM_BEGINS, ATOM_ENDS, FORMULA_BEGINS } from "../text_diff";

export interface BlockText {
  text: string;
  /** The position of the character at an offset of the text; of its end, the position after the last one. */
  at: (offset: number) => number;
}

/** The nodes that stand for words of theirs; as the server's (`documents/richtext/nodes.py`). */
const ATOMS = ["mention", "mathInline", "mathBlock", "attachment", "embed", "footnoteReference", "contents"];

/** What a leaf is read as, between signs that make it one word (`documents/richtext/comparison/browser_lines.py`). */
function wordsOf(leaf: Node): string {
  const { name, spec } = leaf.type;
  const { latex, label, id } = leaf.attrs;
  if (!ATOMS.includes(name)) return spec.leafText?.(leaf) ?? "";
  const said =
    spec.leafText?.(leaf) ?? (name === "footnoteReference" ? `[^${label ?? ""}]` : (latex ?? leaf.attrs.name ?? id));
  return `${name.startsWith("math") ? FORMULA_BEGINS : ATOM_BEGINS}${said ?? ""}${ATOM_ENDS}`;
}

/** Reads a block that begins at `pos`; each cell, item or paragraph in it is a line. */
export function blockText(block: Node, pos: number): BlockText {
  if (block.isLeaf) return { text: wordsOf(block), at: () => pos };
  const pieces: { from: number; at: number; size: number }[] = [];
  let text = "";
  let end = -1;
  block.descendants((node, inside) => {
    if (node.isTextblock || (node.isBlock && node.isLeaf)) {
      if (end >= 0) {
        pieces.push({ from: text.length, at: end, size: 0 });
        text += "\n";
      }
      end = pos + 1 + inside + (node.isLeaf ? 0 : 1 + node.content.size);
      pieces.push({ from: text.length, at: pos + 1 + inside + (node.isLeaf ? 0 : 1), size: 0 });
    }
    const words = node.isText ? (node.text ?? "") : node.isLeaf ? wordsOf(node) : "";
    if (words) {
      pieces.push({ from: text.length, at: pos + 1 + inside, size: node.isText ? words.length : 0 });
      text += words;
    }
    return true;
  });
  const at = (offset: number): number => {
    const piece = pieces.findLast(({ from }) => from <= offset) ?? { from: 0, at: pos + 1, size: 0 };
    return piece.at + Math.min(offset - piece.from, piece.size || (offset > piece.from ? 1 : 0));
  };
  return { text, at };
}
