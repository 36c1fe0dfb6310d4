/** The keys in notes and beside them: a note goes on to no line around it, and an empty line at its end leads back. */
import { type Editor, Extension } from "@tiptap/core";
import type { Node, ResolvedPos } from "@tiptap/pm/model";
import { TextSelection } from "@tiptap/pm/state";
import { findAll, labelOf } from "./footnote_numbers";

export const footnoteKeys = Extension.create({
  name: "footnoteKeys",
  // Before the keys that join lines.
  priority: 160,
  addKeyboardShortcuts() {
    const { editor } = this;
    return {
      Enter: () => leaveNote(editor),
      Backspace: () => dropNote(editor) || dropLineBehind(editor) || isApart(editor, -1),
      Delete: () => isApart(editor, 1),
    };
  },
});

/** The note that the caret is in, where it is in one. */
function noteAround($at: ResolvedPos): Node | null {
  const around = $at.depth > 1 ? $at.node(1) : null;
  return around?.type.name === "footnote" ? around : null;
}

/** Enter in an empty line at the end of a note goes back to the text. */
function leaveNote({ state, view }: Editor): boolean {
  const { $from, empty } = state.selection;
  const note = $from.depth === 2 ? noteAround($from) : null;
  const isLast = note && note.childCount > 1 && $from.index(1) === note.childCount - 1;
  if (!empty || !isLast || $from.parent.content.size) return false;
  const back = findAll(state.doc).references.find((one) => one.label === labelOf(note));
  const tr = state.tr.delete($from.before(), $from.after());
  if (back) tr.setSelection(TextSelection.create(tr.doc, back.at + 1));
  view.dispatch(tr.scrollIntoView());
  return true;
}

/** An empty note goes, and what refers to it. */
function dropNote({ state, view }: Editor): boolean {
  const { $from, empty } = state.selection;
  const note = $from.depth === 2 ? noteAround($from) : null;
  if (!empty || !note || note.textContent || note.childCount > 1) return false;
  const label = labelOf(note);
  const references = findAll(state.doc).references.filter((each) => each.label === label);
  const back = references[0]?.at;
  const { tr } = state;
  tr.delete($from.before(1), $from.after(1));
  for (const one of references.reverse()) tr.delete(one.at, one.at + 1);
  if (back !== undefined) tr.setSelection(TextSelection.near(tr.doc.resolve(back)));
  view.dispatch(tr.scrollIntoView());
  return true;
}

/** An empty line behind the notes goes. */
function dropLineBehind({ state, view }: Editor): boolean {
  const { $from, empty } = state.selection;
  const isBehind = $from.depth === 1 && state.doc.maybeChild($from.index(0) - 1)?.type.name === "footnote";
  if (!empty || !isBehind || $from.parent.content.size) return false;
  const tr = state.tr.delete($from.before(), $from.after());
  view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve($from.before()), -1)).scrollIntoView());
  return true;
}

/** Whether the caret is where a note begins or ends, or beside one: nothing joins there. */
function isApart({ state: { selection, doc } }: Editor, side: -1 | 1): boolean {
  const { $from, empty } = selection;
  const isAtEdge = $from.parentOffset === (side < 0 ? 0 : $from.parent.content.size);
  if (!empty || !$from.depth || !isAtEdge) return false;
  for (let depth = $from.depth - 1; depth > 0; depth -= 1) {
    if ($from.index(depth) !== (side < 0 ? 0 : $from.node(depth).childCount - 1)) return false;
  }
  const beside = doc.maybeChild($from.index(0) + side);
  return noteAround($from) !== null || beside?.type.name === "footnote";
}
