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
      // Who is here is said elsewhere; read aloud here, names would stand in the middle of sentences.
      cursor.setAttribute("aria-hidden", "true");
      // Drawn by the style sheet: in text of the label one's own cursor could come to stand, and lose what is typed.
      const label = document.createElement("span");
      label.className = "cursor__name";
      label.dataset.name = nameOf(name);
      cursor.append(label);
      return cursor;
    },
    selectionRender: ({ hue }) => ({ class: "cursor__range", "data-hue": hueOf(hue) }),
  });
