/** A part that unfolds. Whether it is open is each reader's own, and stands nowhere in the document. */
import type { Editor, Extensions } from "@tiptap/core";
import { Details, DetailsContent, DetailsSummary } from "@tiptap/extension-details";
import { Selection } from "@tiptap/pm/state";
import type { Translate } from "../strings";

/** The part that the selection begins in: how deep it stands, and its element. */
function partHere({ state: { selection }, view }: Editor): { depth: number; part: HTMLElement } | null {
  const { $from } = selection;
  let depth = $from.depth;
  while (depth > 0 && $from.node(depth).type.name !== "details") depth -= 1;
  const part = depth > 0 ? view.nodeDOM($from.before(depth)) : null;
  return part instanceof HTMLElement ? { depth, part } : null;
}

/** Unfolds the part that the selection begins in. */
export function unfoldHere(editor: Editor): void {
  const { part } = partHere(editor) ?? {};
  if (part && !part.classList.contains("is-open")) part.querySelector<HTMLElement>(".details__toggle")?.click();
}

/** Folds or unfolds the part that the selection begins in; the caret comes to the title of what it would be hidden in. */
export function toggleFold(editor: Editor): boolean {
  const { depth, part } = partHere(editor) ?? {};
  if (!depth || !part) return false;
  const { $from } = editor.state.selection;
  if (part.classList.contains("is-open") && $from.parent.type.name !== "detailsSummary") {
    editor.commands.setTextSelection($from.start(depth) + ($from.node(depth).firstChild?.nodeSize ?? 2) - 1);
  }
  part.querySelector<HTMLElement>(".details__toggle")?.click();
  return true;
}

/** Out of the title of what is folded, behind it: where it ends the text, into a new line. Nobody writes unseen. */
function goPastFolded(editor: Editor, key: "down" | "right"): boolean {
  const { state, view } = editor;
  const { $from, empty } = state.selection;
  const here = $from.parent.type.name === "detailsSummary" && empty ? partHere(editor) : null;
  if (!here || here.part.classList.contains("is-open")) return false;
  if (!view.endOfTextblock(key === "down" ? "down" : "forward")) return false;
  const after = $from.after(here.depth);
  const { tr, schema } = state;
  if (!state.doc.resolve(after).nodeAfter) tr.insert(after, schema.node("paragraph"));
  view.dispatch(tr.setSelection(Selection.near(tr.doc.resolve(after), 1)).scrollIntoView());
  return true;
}

/** From the end of the title into the first line inside, where that is empty: a second one would be in the way. */
function goInside({ state, view }: Editor): boolean {
  const { $head, empty } = state.selection;
  const first = $head.node(-1).maybeChild($head.index(-1) + 1)?.firstChild;
  if (!empty || $head.parentOffset < $head.parent.content.size || !first?.isTextblock || first.content.size)
    return false;
  const tr = state.tr.setSelection(Selection.near(state.doc.resolve($head.after() + 2)));
  view.dispatch(tr.scrollIntoView());
  return true;
}

/** Enter in the title goes on inside: what is folded is unfolded first, so that nobody writes behind it unawares. */
const Summary = DetailsSummary.extend({
  priority: 200,
  addKeyboardShortcuts() {
    return {
      ArrowDown: () => goPastFolded(this.editor, "down"),
      ArrowRight: () => goPastFolded(this.editor, "right"),
      Enter: () => {
        if (this.editor.state.selection.$head.parent.type !== this.type) return false;
        unfoldHere(this.editor);
        return goInside(this.editor);
      },
    };
  },
});

export const details = (translate: Translate): Extensions => [
  Details.configure({
    persist: false,
    HTMLAttributes: { class: "details" },
    renderToggleButton: ({ element, isOpen, node }) => {
      const title = node.firstChild?.textContent ?? "";
      element.className = "details__toggle";
      element.setAttribute("aria-label", translate(isOpen ? "details_close" : "details_open", { title }));
      element.setAttribute("aria-expanded", String(isOpen));
    },
  }),
  Summary,
  DetailsContent,
];
