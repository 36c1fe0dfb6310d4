/** A part that unfolds. Whether it is open is each reader's own, and stands nowhere in the document. */
import type { Editor, Extensions } from "@tiptap/core";
import { Details, DetailsContent, DetailsSummary } from "@tiptap/extension-details";
import type { Translate } from "../strings";

/** Unfolds the part that the selection begins in. */
export function unfoldHere({ state: { selection }, view }: Editor): void {
  const { $from } = selection;
  let depth = $from.depth;
  while (depth > 0 && $from.node(depth).type.name !== "details") depth -= 1;
  const part = depth > 0 ? view.nodeDOM($from.before(depth)) : null;
  if (!(part instanceof HTMLElement) || part.classList.contains("is-open")) return;
  part.querySelector<HTMLElement>(".details__toggle")?.click();
}

/** Enter in the title goes on inside: what is folded is unfolded first, so that nobody writes behind it unawares. */
const Summary = DetailsSummary.extend({
  priority: 200,
  addKeyboardShortcuts() {
    return {
      Enter: () => {
        if (this.editor.state.selection.$head.parent.type === this.type) unfoldHere(this.editor);
        return false;
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
