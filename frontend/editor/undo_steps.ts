/**
 * One's typing is undone a word or a pause at a time. Yjs takes together what was written within half a second of each
 * other: who types without a pause would lose three paragraphs by one Ctrl Z. Behind words that come again stands the caret,
 * and not before them. A new text has its paragraph before one's first step: without it, undoing that step would leave
 * no block at all, the binding would write one with the next move of the caret, and redo would end.
 */
import { Extension } from "@tiptap/core";
import { type EditorState, Plugin, PluginKey, TextSelection, type Transaction } from "@tiptap/pm/state";
import { ReplaceStep } from "@tiptap/pm/transform";
import { ySyncPluginKey, yUndoPluginKey } from "@tiptap/y-tiptap";
import * as Y from "yjs";

export const undoSteps = Extension.create({
  name: "undoSteps",
  // Before the Yjs binding takes the change over.
  priority: 2_000,
  addProseMirrorPlugins: () => [
    new Plugin({
      key: new PluginKey("undoSteps"),
      view: () => ({
        update: ({ state }, before) => {
          if (!state.doc.eq(before.doc)) beginText(state);
        },
      }),
      filterTransaction: (change, state) => {
        if (change.docChanged && !change.getMeta(ySyncPluginKey) && beginsStep(change)) {
          yUndoPluginKey.getState(state)?.undoManager.stopCapturing();
        }
        return true;
      },
      appendTransaction: (changes, before, after) => {
        const came = changes.filter((change) => change.docChanged && change.getMeta(ySyncPluginKey)?.isChangeOrigin);
        if (!came.length) return null;
        const isUndo = came.some((change) => change.getMeta(ySyncPluginKey).isUndoRedoOperation);
        const tr = (isUndo && behindReturned(before, after)) || after.tr;
        // The binding remembers of a change by others that it is no step, and with the next move of a caret it would end
        // one's own: while others type, each letter would be undone for itself.
        return tr.setMeta(ySyncPluginKey, { isChangeOrigin: true, addToHistory: true });
      },
    }),
  ],
});

/** Writes the paragraph that a new text shows, which is no step of one's own. */
function beginText(state: EditorState): void {
  const { binding, doc, type } = ySyncPluginKey.getState(state) ?? {};
  if (!binding || type.length) return;
  // As the binding does for what it writes itself: the editor shows this paragraph already.
  binding.mux(() => doc.transact(() => type.insert(0, [new Y.XmlElement("paragraph")]), "begin"));
}

/** Puts the caret behind words that came again; null where none did, or they are selected. */
function behindReturned({ doc: before }: EditorState, { doc, selection, tr }: EditorState): Transaction | null {
  const start = before.content.findDiffStart(doc.content);
  const ends = before.content.findDiffEnd(doc.content);
  if (start === null || !ends || !selection.empty || doc.content.size <= before.content.size) return null;
  const end = ends.b + Math.max(0, start - Math.min(ends.a, ends.b));
  return tr.setSelection(TextSelection.near(doc.resolve(end), -1));
}

/** Whether a change is more than letters that go on with a word: a blank, a new paragraph, a command. */
function beginsStep(change: Transaction): boolean {
  const [step, ...more] = change.steps;
  if (!(step instanceof ReplaceStep) || more.length) return true;
  const { slice, from, to } = step;
  if (to > from && slice.size) return true;
  if (to > from) return to - from > 1; // letters that are taken back one by one are one step
  const text = slice.content.firstChild;
  return slice.content.childCount !== 1 || !text?.isText || /\s/.test(text.text ?? "") || (text.text ?? "").length > 1;
}
