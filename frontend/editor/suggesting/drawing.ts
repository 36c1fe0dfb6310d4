/** Draws changes of a block: what goes struck through, what comes underlined; each leads to the note of its card. */
import { Decoration } from "@tiptap/pm/view";
import { make } from "../dom";
import type { DiffRun } from "../text_diff";
import type { BlockText } from "./block_texts";

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
    changed.append(words);
    const outer = make(isBlock ? "p" : "span", { class: "suggested__words", contenteditable: "false" });
    outer.append(changed);
    return outer;
  };
  const key = `${note.id} ${kind} ${note.isOn} ${words}`;
  return Decoration.widget(at, build, { side: kind === "del" ? -1 : 1, key, ignoreSelection: true });
}

export const inline = (from: number, to: number, kind: "ins" | "del", note: NoteOf): Decoration =>
  Decoration.inline(from, to, { nodeName: kind, ...attributes(kind, note) });

/**
 * Draws the runs from the text before to that after in a block that says one of them: what is there is marked, what is
 * not is shown beside it.
 */
export function drawRuns(
  runs: readonly DiffRun[],
  block: BlockText,
  isThere: "ins" | "del",
  note: NoteOf,
): Decoration[] {
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
