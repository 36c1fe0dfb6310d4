/**
 * The command `focus` at once. Tiptap's own waits for the next frame, and what is typed until then, behind a button that was
 * pressed, is lost or goes to the button.
 */
import { Extension, type FocusPosition, type RawCommands, resolveFocusPosition } from "@tiptap/core";

const focus: RawCommands["focus"] =
  (position: FocusPosition = null, { scrollIntoView = true } = {}) =>
  ({ editor, view, tr, dispatch }) => {
    if (editor.isDestroyed) return false;
    if (!dispatch || position === false) return true;
    // Before the selection is another: the view shows the one it has, and this transaction's with the rest of it.
    if (!view.hasFocus()) view.focus();
    else if (position === null) return true;
    const selection = resolveFocusPosition(tr.doc, position);
    if (selection && !selection.eq(tr.selection)) tr.setSelection(selection);
    if (scrollIntoView) tr.scrollIntoView();
    return true;
  };

export const focusAtOnce = Extension.create({ name: "focusAtOnce", addCommands: () => ({ focus }) });
