/** A part that unfolds. Whether it is open is each reader's own, and stands nowhere in the document. */
import type { Extensions } from "@tiptap/core";
import { Details, DetailsContent, DetailsSummary } from "@tiptap/extension-details";
import type { Translate } from "../strings";

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
  DetailsSummary,
  DetailsContent,
];
