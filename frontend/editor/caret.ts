/** Where the others are writing: their name at their cursor, in the hue of their circle. No style attributes. */
import { CollaborationCaret } from "@tiptap/extension-collaboration-caret";
import type { Provider } from "./provider";

const HUES = 36;

/** What others say of themselves is not to be trusted: a name of any length, a hue of any kind. */
export const hueOf = (said: unknown): string =>
  typeof said === "number" && Number.isInteger(said) && said >= 0 && said < HUES ? String(said) : "0";

export const nameOf = (said: unknown): string => (typeof said === "string" ? said.trim().slice(0, 60) : "");

export const caret = (provider: Provider, user: { name: string; hue: number }): typeof CollaborationCaret =>
  CollaborationCaret.configure({
    provider,
    user,
    render: ({ name, hue }) => {
      const cursor = document.createElement("span");
      cursor.className = "cursor";
      cursor.dataset.hue = hueOf(hue);
      const label = document.createElement("span");
      label.className = "cursor__name";
      label.textContent = nameOf(name);
      // Word joiners on both sides keep the line from breaking at the cursor.
      cursor.append("\u2060", label, "\u2060");
      return cursor;
    },
    selectionRender: ({ hue }) => ({ class: "cursor__range", "data-hue": hueOf(hue) }),
  });
