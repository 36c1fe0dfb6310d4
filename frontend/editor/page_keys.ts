/**
 * Page Down and Page Up with the caret in the text. For the browser a page is as high as the window; the part of it that
 * scrolls is lower, so that lines would be skipped which nobody has seen. And Ctrl Home and End, which it takes to the
 * nearest paragraph where a table begins or ends the text.
 */
import { Extension } from "@tiptap/core";
import { Selection, TextSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

/** What stays in sight of the page before, and how near to an edge the caret is put (px). */
const OVERLAP = 56;
const EDGE = 16;

export const pageKeys = Extension.create({
  name: "pageKeys",
  addKeyboardShortcuts() {
    const turn = (by: -1 | 1, isExtending: boolean) => () => turnPage(this.editor.view, by, isExtending);
    const end = (by: -1 | 1, isExtending: boolean) => () => goToEnd(this.editor.view, by, isExtending);
    return {
      // All is saved as one writes: the browser's own key would save a file of the page.
      "Mod-s": () => true,
      // With the capitals locked, this is the same letter as the one before.
      "Mod-Shift-s": () => this.editor.commands.toggleStrike(),
      PageDown: turn(1, false),
      PageUp: turn(-1, false),
      "Shift-PageDown": turn(1, true),
      "Shift-PageUp": turn(-1, true),
      "Mod-Home": end(-1, false),
      "Mod-End": end(1, false),
      "Shift-Mod-Home": end(-1, true),
      "Shift-Mod-End": end(1, true),
    };
  },
});

function goToEnd(view: EditorView, by: -1 | 1, isExtending: boolean): boolean {
  const { doc } = view.state;
  return select(view, by < 0 ? 0 : doc.content.size, -by, isExtending, true);
}

/** The caret stays at its place in the window, and goes to the end where nothing scrolls any further. */
function turnPage(view: EditorView, by: -1 | 1, isExtending: boolean): boolean {
  const sheet = view.dom.closest("[data-scrolls]");
  if (!sheet) return false;
  const { doc, selection } = view.state;
  const caret = view.coordsAtPos(selection.head);
  const { top, bottom } = sheet.getBoundingClientRect();
  const height = Math.max(top + EDGE, Math.min((caret.top + caret.bottom) / 2, bottom - EDGE));
  const before = sheet.scrollTop;
  sheet.scrollTop += by * Math.max(sheet.clientHeight - OVERLAP, OVERLAP);
  if (sheet.scrollTop === before) return select(view, by < 0 ? 0 : doc.content.size, -by, isExtending, false);
  const found = view.posAtCoords({ left: caret.left, top: height });
  return found ? select(view, found.pos, by, isExtending, false) : true;
}

/** Into text, looked for from there: on a picture or a file the next letter would replace it. */
function select(view: EditorView, at: number, by: number, isExtending: boolean, scrolls: boolean): boolean {
  const { doc, selection, tr } = view.state;
  const place = doc.resolve(at);
  const target = Selection.findFrom(place, by, true) ?? Selection.findFrom(place, -by, true);
  if (!target) return false;
  tr.setSelection(isExtending ? TextSelection.between(selection.$anchor, target.$head) : target);
  view.dispatch(scrolls ? tr.scrollIntoView() : tr);
  return true;
}
