/**
 * One's typing is undone a word or a pause at a time. Yjs takes together what was written within half a second of each
 * other: who types without a pause would lose three paragraphs by one Ctrl Z.
 */
import { Extension } from "@tiptap/core";
import { Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import { ReplaceStep } from "@tiptap/pm/transform";
import { ySyncPluginKey, yUndoPluginKey } from "@tiptap/y-tiptap";

export const undoSteps = Extension.create({
  name: "undoSteps",
  // Before the Yjs binding takes the change over.
  priority: 2_000,
  addProseMirrorPlugins: () => [
    new Plugin({
      key: new PluginKey("undoSteps"),
      filterTransaction: (change, state) => {
        if (change.docChanged && !change.getMeta(ySyncPluginKey) && beginsStep(change)) {
          yUndoPluginKey.getState(state)?.undoManager.stopCapturing();
        }
        return true;
      },
    }),
  ],
});

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
