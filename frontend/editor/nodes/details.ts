/** A part that unfolds. Whether it is open is each reader's own, and stands nowhere in the document. */
import type { Extensions } from "@tiptap/core";
import { Details, DetailsContent, DetailsSummary } from "@tiptap/extension-details";
import type { Translate } from "../strings";

/** Enter in the title goes on inside: what is folded is unfolded first, so that nobody writes behind it unawares. */
const Summary = DetailsSummary.extend({
  priority: 200,
  addKeyboardShortcuts() {
    return {
      Enter: () => {
        const { $head } = this.editor.state.selection;
        if ($head.parent.type !== this.type) return false;
        const part = this.editor.view.nodeDOM($head.before(-1));
        if (part instanceof HTMLElement && !part.classList.contains("is-open")) {
          part.querySelector<HTMLElement>(".details__toggle")?.click();
        }
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
