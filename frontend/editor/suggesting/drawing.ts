/** Draws changes of a block: what goes struck through, what comes underlined; each leads to the note of its card. */
import type { Node } from "@tiptap/pm/model";
import { Decoration } from "@tiptap/pm/view";
import { make } from "../dom";
import { shownWords } from "../shown_words";
import { type DiffRun, diffWords } from "../text_diff";
import { type BlockText, blockText } from "./block_texts";

export interface NoteOf {
  id: string;
  isOn: boolean;
}

const attributes = (kind: "ins" | "del", { id, isOn }: NoteOf): Record<string, string> => ({
  class: isOn ? "suggested suggested--on" : "suggested",
  "data-thread": id,
  "data-kind": kind,
});

/** Words that are not in the text, shown where they would stand, or stood. */
export function widget(at: number, kind: "ins" | "del", words: string, note: NoteOf, isBlock = false): Decoration {
  const build = (): HTMLElement => {
    const changed = make(kind, attributes(kind, note));
    changed.append(...shownWords(words, isBlock));
    const outer = make(isBlock ? "p" : "span", { class: "suggested__words", contenteditable: "false" });
    outer.append(changed);
    return outer;
  };
  const key = `${note.id} ${kind} ${note.isOn} ${words}`;
  return Decoration.widget(at, build, { side: kind === "del" ? -1 : 1, key, ignoreSelection: true });
}

const inline = (from: number, to: number, kind: "ins" | "del", note: NoteOf): Decoration =>
  Decoration.inline(from, to, { nodeName: kind, ...attributes(kind, note) });

/** Marks all of a block; of one that holds no text, such as a formula or a picture, the node. */
export function whole(block: Node, pos: number, kind: "ins" | "del", note: NoteOf): Decoration {
  const end = pos + block.nodeSize;
  return block.isLeaf ? Decoration.node(pos, end, attributes(kind, note)) : inline(pos + 1, end - 1, kind, note);
}

/** Draws what became of a block between two texts of which the page has `isThere`: `other` is what the other one says. */
export function drawBlock(
  [block, pos]: readonly [Node, number],
  other: string,
  isThere: "ins" | "del",
  note: NoteOf,
): Decoration[] {
  const now = blockText(block, pos);
  const [before, after] = isThere === "del" ? [now.text, other] : [other, now.text];
  if (!block.isLeaf) return before === after ? [] : drawRuns(diffWords(before, after), now, isThere, note);
  const comes = isThere === "del" ? "ins" : "del";
  const beside = before === after ? [] : [widget(comes === "ins" ? pos + 1 : pos, comes, other, note, true)];
  return [whole(block, pos, isThere, note), ...beside];
}

/**
 * Draws the runs from the text before to that after in a block that says one of them: what is there is marked, what is
 * not is shown beside it.
 */
function drawRuns(runs: readonly DiffRun[], block: BlockText, isThere: "ins" | "del", note: NoteOf): Decoration[] {
  const found: Decoration[] = [];
  let offset = 0;
  for (const { kind, text } of runs) {
    if (kind === "same") offset += text.length;
    else if (kind === isThere) {
      found.push(inline(block.at(offset), block.at(offset + text.length), kind, note));
      offset += text.length;
    } else found.push(widget(block.at(offset), kind, text, note));
  }
  return found;
}
